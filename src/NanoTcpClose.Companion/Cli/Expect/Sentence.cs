using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>One sentence of `ntc test`, understood.</summary>
/// <param name="Text">As written.</param>
/// <param name="Judge">Holds it against a log.</param>
internal sealed record Sentence(string Text, Func<BoardLog, Answer> Judge)
{
    /// <summary>What a sentence may look like; shown by help and by every error.</summary>
    internal static IReadOnlyList<string> Forms { get; } =
    [
        "[every] [KIND] close ends within TIME     leaves ESTABLISHED, reaches TIME-WAIT or CLOSED",
        "[every] [KIND] close reaches STATE within TIME",
        "[every] [KIND] close is clean",
        "time in STATE below TIME",
        "at least|at most|exactly N [KIND] closes",
        "no RULE                                   a rule of `ntc check`: no close-wait-leak",
        "no KIND close",
        "no fault | no lost records | no FIN retransmission",
        "KIND: active, passive, four-way, three-segment, simultaneous, half-close, reset, abort, timeout, refused,"
            + " evicted",
        "TIME: 500ms, 2s, 1m, 2xMSL (MSL as the board told it); STATE: FIN-WAIT-2 ...",
    ];
}
