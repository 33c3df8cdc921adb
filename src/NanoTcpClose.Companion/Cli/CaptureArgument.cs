using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The capture that a command reads, and the one connection of it that some ask for.</summary>
internal sealed class CaptureArgument
{
    private const int Listed = 12;

    internal Argument<string> File { get; } = Arguments.Text("FILE", "capture (.ntcl), or raw bytes of the line");

    internal Option<string?> Connection { get; } = new("--conn")
    {
        Description = "connection, for example 3.1; needless when there is only one",
    };

    internal BoardLog Load(ParsedLine parsed, CliStreams streams)
    {
        return CaptureFiles.Load(parsed.GetValue(File)!, streams);
    }

    /// <summary>The connection that is asked for, or the only one there is.</summary>
    internal ConnectionModel Choose(ParsedLine parsed, BoardLog log)
    {
        string? id = parsed.GetValue(Connection);
        ConnectionModel[] all = [.. log.Connections];
        if (id is null && all.Length == 1)
        {
            return all[0];
        }

        string known = string.Join(", ", all.Take(Listed).Select(c => c.Id)) + (all.Length > Listed ? " ..." : "");
        string has = all.Length == 0 ? "it has none" : "it has " + known;
        return id is null
            ? throw new UsageException("say which connection with --conn; " + has + "; `ntc show` tells more of each")
            : log.Find(id) ?? throw new UsageException("connection " + id + " is not in this capture; " + has);
    }
}
