using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Ports;

namespace NanoTcpClose.Companion.Cli;

/// <summary>`ntc` without a word: watch the only board there is, else list what there is and the exact line to type.</summary>
internal static class FirstWords
{
    internal static string[] Choose(CliStreams streams)
    {
        IReadOnlyList<PortInfo> ports = [.. streams.FindPorts().Where(p => p.MayBeBoard)];
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
}
