namespace NanoTcpClose.Companion.Model;

/// <summary>What one entry of a board's log is.</summary>
public enum LogEventKind
{
    /// <summary>HELLO: who the board is; begins an epoch when the boot id is new.</summary>
    Hello,

    /// <summary>A connection changed its state.</summary>
    Transition,

    /// <summary>A connection was opened.</summary>
    Open,

    /// <summary>A segment was sent or received.</summary>
    Segment,

    /// <summary>A timer was armed.</summary>
    Timer,

    /// <summary>The board says that it dropped records.</summary>
    Drop,

    /// <summary>The board reports a failed assertion.</summary>
    Fault,

    /// <summary>Counters and connections by state.</summary>
    Stats,

    /// <summary>A remark of the engine.</summary>
    Note,

    /// <summary>Sequence numbers are missing.</summary>
    Gap,

    /// <summary>The board's own text between the records.</summary>
    Text,

    /// <summary>A record of a type or version that this build does not know.</summary>
    Unknown,
}
