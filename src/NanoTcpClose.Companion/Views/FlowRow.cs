using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>One row of a flow diagram, in the order of the log.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="AtMs">Milliseconds since the first row.</param>
/// <param name="Text">Name of the state, flags of the segment, or the remark.</param>
internal sealed record FlowRow(FlowKind Kind, double AtMs, string Text)
{
    /// <summary>The state entered.</summary>
    public TcpState State { get; init; }

    /// <summary>It was entered among missing records; the time is not known.</summary>
    public bool Unseen { get; init; }

    /// <summary>The board sent the segment.</summary>
    public bool Outbound { get; init; }

    /// <summary>FIN 1, SYN 2, RST 4, PSH 8, ACK 16.</summary>
    public int Flags { get; init; }

    /// <summary>Numbers of the segment.</summary>
    public string Numbers { get; init; } = "";

    /// <summary>The same segment was sent before.</summary>
    public bool Again { get; init; }

    /// <summary>Text and numbers, as one label.</summary>
    public string Label => Text + (Numbers.Length == 0 ? "" : " " + Numbers) + (Again ? " again" : "");

    /// <summary>12.5 ms, or 71.3 s when it is long.</summary>
    public string At => AtMs < 100_000
        ? AtMs.ToString("0.0", CultureInfo.InvariantCulture) + " ms"
        : (AtMs / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
