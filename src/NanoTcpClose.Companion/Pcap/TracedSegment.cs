using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>A segment as the board's trace tells it, with the state changes that belong to it.</summary>
public sealed class TracedSegment
{
    /// <summary>The connection it belongs to.</summary>
    public required ConnectionModel Connection { get; init; }

    /// <summary>Time by the clock of this computer.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Milliseconds since the board booted.</summary>
    public required double AtMs { get; init; }

    /// <summary>The board sent it.</summary>
    public required bool Outbound { get; init; }

    /// <summary>FIN 1, SYN 2, RST 4, PSH 8, ACK 16.</summary>
    public required int Flags { get; init; }

    /// <summary>SEG.SEQ, absolute as far as the initial number is known.</summary>
    public required uint Seq { get; init; }

    /// <summary>SEG.ACK, absolute as far as the initial number is known; 0 without ACK.</summary>
    public required uint Ack { get; init; }

    /// <summary>Payload bytes; the trace does not carry them.</summary>
    public int Length { get; init; }

    /// <summary>SEG.WND.</summary>
    public int Window { get; init; }

    /// <summary>The trace has no record of it; a transition implies it.</summary>
    public bool Implied { get; init; }

    /// <summary>State changes and remarks, in order.</summary>
    public List<string> Comments { get; } = [];
}
