using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The help of the parser, then the examples of the command.</summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _inner;

    internal ExampleHelp(HelpAction inner)
    {
        _inner = inner;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParsedLine parseResult)
    {
        int code = _inner.Invoke(parseResult);
        Write(parseResult.InvocationConfiguration.Output, Examples.Of(parseResult.CommandResult.Command));
        return code;
    }

    private static void Write(TextWriter output, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        output.WriteLine("Examples:");
        int width = examples.Max(e => e.Line.Length);
        foreach (Example example in examples)
        {
            output.WriteLine("  ntc " + example.Line.PadRight(width) + "  " + example.What);
        }

        output.WriteLine();
    }
}
