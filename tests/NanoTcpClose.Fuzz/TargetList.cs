using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Fuzz;

/// <summary>All targets, made anew for each run because they keep buffers.</summary>
internal static class TargetList
{
    public static IReadOnlyList<string> Names { get; } = [.. All().Select(target => target.Name)];

    public static IReadOnlyList<FuzzTarget> All()
    {
        return
        [
            new SegmentTarget(),
            new DecoderTarget(),
            new TextTarget(),
            new WireProtocolTarget(),
            new CaptureTarget(),
            new BoardTarget(),
            new ScriptTarget(),
            new CommandLineTarget(),
            new HttpTarget(),
        ];
    }
}
