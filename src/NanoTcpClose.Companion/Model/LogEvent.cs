using System;

namespace NanoTcpClose.Companion.Model;

/// <summary>One entry of a board's log as the views see it. Only the fields of its kind are set.</summary>
public sealed record LogEvent
{
    /// <summary>What it is.</summary>
    public required LogEventKind Kind { get; init; }

    /// <summary>Sequence number of the record.</summary>
    public int Sequence { get; init; }

    /// <summary>Board time in ticks since boot, unwrapped.</summary>
    public long Tick { get; init; }

    /// <summary>When the bytes arrived here.</summary>
    public DateTimeOffset HostTime { get; init; }

    /// <summary>Serial number of the connection since boot; 0 when the entry belongs to none.</summary>
    public int Connection { get; init; }

    /// <summary>State left.</summary>
    public TcpState From { get; init; }

    /// <summary>State entered.</summary>
    public TcpState To { get; init; }

    /// <summary>Why.</summary>
    public TransitionCause Cause { get; init; }

    /// <summary>Retransmissions so far, as the transition tells (at most 15).</summary>
    public int Retransmissions { get; init; }

    /// <summary>The board inferred this state from socket calls alone.</summary>
    public bool Inferred { get; init; }

    /// <summary>The board missed segment copies and is not sure.</summary>
    public bool Uncertain { get; init; }

    /// <summary>Local address, first octet on top.</summary>
    public uint LocalAddress { get; init; }

    /// <summary>Remote address, first octet on top.</summary>
    public uint RemoteAddress { get; init; }

    /// <summary>Local port.</summary>
    public int LocalPort { get; init; }

    /// <summary>Remote port.</summary>
    public int RemotePort { get; init; }

    /// <summary>The board opened it.</summary>
    public bool Active { get; init; }

    /// <summary>The board's initial sequence number; 0 when it was not known at the open.</summary>
    public uint Iss { get; init; }

    /// <summary>The peer's; 0 when it was not known at the open.</summary>
    public uint Irs { get; init; }

    /// <summary>The board sent this segment.</summary>
    public bool Outbound { get; init; }

    /// <summary>FIN 1, SYN 2, RST 4, PSH 8, ACK 16.</summary>
    public int SegmentFlags { get; init; }

    /// <summary>
    /// Seq and Ack count from the end of the connection, for TIME-WAIT no longer knows the initial ones.
    /// </summary>
    public bool EndRelative { get; init; }

    /// <summary>Sequence number relative to the sender's initial one.</summary>
    public uint Seq { get; init; }

    /// <summary>Acknowledgement relative to the other side's initial one.</summary>
    public uint Ack { get; init; }

    /// <summary>Payload bytes.</summary>
    public int Length { get; init; }

    /// <summary>Window as sent.</summary>
    public int Window { get; init; }

    /// <summary>Timer kind 1 to 7.</summary>
    public int TimerKind { get; init; }

    /// <summary>When the timer is due, in ticks.</summary>
    public long Deadline { get; init; }

    /// <summary>Records missing (gap) or dropped (drop).</summary>
    public int Count { get; init; }

    /// <summary>Of a gap: how many of them the board itself dropped. Of a drop: the reason.</summary>
    public int Detail { get; init; }

    /// <summary>Fault code, unknown type or unknown version.</summary>
    public int Code { get; init; }

    /// <summary>What a note says.</summary>
    public CloseEvent What { get; init; }

    /// <summary>Value of a note.</summary>
    public int Value { get; init; }

    /// <summary>Who the board is.</summary>
    public BoardIdentity? Identity { get; init; }

    /// <summary>Counters.</summary>
    public BoardStats? Stats { get; init; }

    /// <summary>Text, escape sequences stripped; no line end.</summary>
    public string Text { get; init; } = "";
}
