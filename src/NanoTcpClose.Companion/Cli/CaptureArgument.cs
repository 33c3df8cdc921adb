using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The capture that a command reads, and the one connection of it that some ask for.</summary>
internal sealed class CaptureArgument
{
    internal Argument<string> File { get; } = Arguments.Text("FILE", "capture (.ntcl), or raw bytes of the line");

    internal Option<string> Connection { get; } = new("--conn")
    {
        Description = "connection, for example 3.1",
        Required = true,
    };

    internal BoardLog Load(ParsedLine parsed, CliStreams streams)
    {
        string path = parsed.GetValue(File)!;
        using Progress progress = new(streams, "reading " + System.IO.Path.GetFileName(path));
        return LogFile.Load(path, progress.Report);
    }

    internal ConnectionModel LoadConnection(ParsedLine parsed, CliStreams streams)
    {
        string id = parsed.GetValue(Connection)!;
        BoardLog log = Load(parsed, streams);
        string known = string.Join(", ", log.Connections.Take(12).Select(c => c.Id));
        return log.Find(id) ?? throw new UsageException(
            "connection " + id + " is not in this capture; it has: " + (known.Length == 0 ? "none" : known));
    }
}
