namespace NanoTcpClose.Companion.Decode;

/// <summary>Types of NTCL/1 records; the low nibble of a body's first byte. Other values are unknown types.</summary>
public enum RecordType : byte
{
    /// <summary>Who writes.</summary>
    Hello = 0,

    /// <summary>A connection changed its state.</summary>
    Transition = 1,

    /// <summary>A connection opens.</summary>
    Open = 2,

    /// <summary>A segment of a connection.</summary>
    Segment = 3,

    /// <summary>A timer was set.</summary>
    Timer = 4,

    /// <summary>The device dropped records.</summary>
    Drop = 5,

    /// <summary>An assertion failed on the device.</summary>
    Fault = 6,

    /// <summary>Counters.</summary>
    Stats = 7,

    /// <summary>An event.</summary>
    Note = 8,
}
