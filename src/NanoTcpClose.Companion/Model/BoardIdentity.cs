namespace NanoTcpClose.Companion.Model;

/// <summary>What a board says of itself in HELLO.</summary>
public sealed record BoardIdentity
{
    /// <summary>New at every boot.</summary>
    public uint BootId { get; init; }

    /// <summary>Six bytes in hexadecimal, usually the MAC address.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Ticks a second.</summary>
    public int TickHz { get; init; } = 8000;

    /// <summary>Hash of the record layouts.</summary>
    public uint SchemaHash { get; init; }

    /// <summary>Which build the board runs.</summary>
    public uint BuildId { get; init; }

    /// <summary>Connection slots.</summary>
    public int Connections { get; init; }

    /// <summary>TIME-WAIT slots.</summary>
    public int TimeWaitEntries { get; init; }

    /// <summary>Length of TIME-WAIT in milliseconds; 0 when not told.</summary>
    public int TimeWaitMs { get; init; }
}
