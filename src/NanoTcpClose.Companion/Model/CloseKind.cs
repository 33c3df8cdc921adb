namespace NanoTcpClose.Companion.Model;

/// <summary>How a connection came to its end.</summary>
public enum CloseKind
{
    /// <summary>Not closing.</summary>
    Open,

    /// <summary>Closing, not yet at its end.</summary>
    Unfinished,

    /// <summary>We closed first: FIN, ACK, FIN, ACK.</summary>
    FourWay,

    /// <summary>We closed first and the peer's FIN came with the acknowledgement of ours.</summary>
    ThreeSegment,

    /// <summary>The peer closed first.</summary>
    Passive,

    /// <summary>The FINs crossed.</summary>
    Simultaneous,

    /// <summary>We closed our sending side and went on reading.</summary>
    HalfClose,

    /// <summary>The peer sent a RST.</summary>
    Reset,

    /// <summary>Our application aborted.</summary>
    Abort,

    /// <summary>We sent a RST because of data that nobody could or did read.</summary>
    ResetForData,

    /// <summary>R2, the user timeout, linger or the FIN-WAIT-2 bound was over.</summary>
    Timeout,

    /// <summary>The peer refused our SYN.</summary>
    Refused,

    /// <summary>Cut short for want of a slot.</summary>
    Evicted,

    /// <summary>The board's own failure.</summary>
    Fault,

    /// <summary>Too many records are missing to say.</summary>
    Unknown,
}
