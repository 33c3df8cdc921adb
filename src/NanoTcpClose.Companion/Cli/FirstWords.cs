using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Ports;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// A command without a port: take the only board there is, else list what there is and the line to type.
/// </summary>
internal static class FirstWords
{
    /// <summary>The command for `ntc` without a word.</summary>
    internal static string[] Choose(CliStreams streams)
    {
        IReadOnlyList<PortInfo> ports = Boards(streams);
        if (ports.Count == 1)
        {
            streams.Say("watching the only board: ntc watch " + ports[0].Name);
            return ["watch", ports[0].Name];
        }

        if (ports.Count == 0)
        {
            streams.Say("no board found; the commands are:");
            return ["--help"];
        }

        streams.Say("there are " + ports.Count + " boards; the newest is the last line: ntc watch " + ports[^1].Name);
        return ["ports"];
    }

    /// <summary>The port of the only board. Throws <see cref="PortException"/> with the line to type.</summary>
    internal static string OnlyBoard(CliStreams streams)
    {
        IReadOnlyList<PortInfo> ports = Boards(streams);
        return ports.Count switch
        {
            1 => ports[0].Name,
            0 => throw new PortException(
                "no board found: plug it in, name the port (`ntc ports` lists all), or try `ntc demo`"),
            _ => throw new PortException(
                "there are " + ports.Count + " boards (" + string.Join(", ", ports.Select(p => p.Name))
                + "): name one, or several for `watch`"),
        };
    }

    /// <summary>What a wrong first word may have been meant to be; empty when there is no idea.</summary>
    internal static string Meant(string word)
    {
        string[] starts = ["/dev/", "tcp://", "COM"];
        bool source = System.IO.File.Exists(word)
            || Array.Exists(starts, s => word.StartsWith(s, StringComparison.Ordinal));
        return source ? "ntc watch " + word : "";
    }

    private static IReadOnlyList<PortInfo> Boards(CliStreams streams)
    {
        return [.. streams.FindPorts().Where(p => p.MayBeBoard)];
    }
}
