using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Fuzz;

/// <summary>All targets, made anew for each run because they keep buffers.</summary>
internal static class TargetList
{
    /// <summary>Literals: under afl-fuzz no instrumented type may be touched before the fuzzer runs.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["segments", "decoder", "text", "wire-protocol", "capture", "board", "script", "command-line", "http"];

    public static IReadOnlyList<FuzzTarget> All()
    {
        return [.. Names.Select(Make)];
    }

    public static FuzzTarget Make(string name)
    {
        return name switch
        {
            "segments" => new SegmentTarget(),
            "decoder" => new DecoderTarget(),
            "text" => new TextTarget(),
            "wire-protocol" => new WireProtocolTarget(),
            "capture" => new CaptureTarget(),
            "board" => new BoardTarget(),
            "script" => new ScriptTarget(),
            "command-line" => new CommandLineTarget(),
            "http" => new HttpTarget(),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such target"),
        };
    }
}
