using System;
using System.IO;
using NanoTcpClose.Companion.Cli;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Runs a command line inside the test.</summary>
internal sealed class Cli
{
    internal Cli(byte[]? input, params string[] args)
        : this(input, streams => streams, args)
    {
    }

    internal Cli(byte[]? input, Func<CliStreams, CliStreams> change, params string[] args)
    {
        StringWriter output = new() { NewLine = "\n" };
        StringWriter error = new() { NewLine = "\n" };
        CliStreams streams = new(output, error)
        {
            Zone = TimeZoneInfo.Utc,
            OpenInput = () => new MemoryStream(input ?? []),
            FindPorts = () => [],
            RunNanoff = _ => null,
            StateFolder = Path.Combine(Path.GetTempPath(), "ntc-tests"),
        };
        Code = Root.Run(args, change(streams));
        Out = output.ToString();
        Err = error.ToString();
    }

    internal int Code { get; }

    internal string Out { get; }

    internal string Err { get; }
}
