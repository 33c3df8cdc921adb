using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>Conformance scripts: what does not parse is a case that fails with its line; what does is run.</summary>
internal sealed class ScriptTarget : FuzzTarget
{
    private const int MaxCases = 8;
    private const int MaxSeed = 700;

    public override string Name => "script";

    public override int MaxLength => 800;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string file in Directory.GetFiles(CaseFiles.OwnFolder, "*.tcs").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(file);
            foreach (string part in text.Split("\n\n").Where(part => part.Contains("case ", StringComparison.Ordinal)))
            {
                yield return Encoding.UTF8.GetBytes(part[..Math.Min(part.Length, MaxSeed)] + "\n");
            }
        }
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        foreach (CaseDefinition definition in ScriptParser.Read("fuzz.tcs", Encoding.UTF8.GetString(input))
            .Take(MaxCases))
        {
            CaseResult result = CaseRunner.Run(definition);
            FuzzFailure.Unless(result.Passed
                || result.ToString().Contains("line ", StringComparison.Ordinal), "a failed case names no line");
        }
    }
}
