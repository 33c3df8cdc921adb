namespace NanoTcpClose.Tests.Simulation;

/// <summary>Who closes how.</summary>
public enum CloseKind
{
    /// <summary>a sends and closes; b closes at the end of the data.</summary>
    OneAfterTheOther,

    /// <summary>b closes from inside the event, so that FIN and ACK share a segment.</summary>
    ThreeSegments,

    /// <summary>Both send and half-close at the same moment.</summary>
    Simultaneous,

    /// <summary>Both close in full at the same moment, without data.</summary>
    SimultaneousFull,

    /// <summary>a half-closes; b answers with data and closes.</summary>
    HalfClose,

    /// <summary>a aborts in the middle of its data; b closes when it learns of it, or half a minute later.</summary>
    Abort,
}
