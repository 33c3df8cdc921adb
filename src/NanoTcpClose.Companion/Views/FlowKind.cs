namespace NanoTcpClose.Companion.Views;

/// <summary>What a row of a flow diagram is.</summary>
internal enum FlowKind
{
    /// <summary>A state is entered.</summary>
    State,

    /// <summary>A segment.</summary>
    Segment,

    /// <summary>A timer was set, as the board says.</summary>
    Timer,

    /// <summary>A remark of the board.</summary>
    Note,

    /// <summary>Time in which nothing happened, and what was waited for.</summary>
    Pause,

    /// <summary>Records are missing here.</summary>
    Missing,
}
