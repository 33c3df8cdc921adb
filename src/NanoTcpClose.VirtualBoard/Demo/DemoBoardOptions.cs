namespace NanoTcpClose.VirtualBoard;

/// <summary>What the demo runs on.</summary>
public sealed class DemoBoardOptions
{
    /// <summary>Who closes with the board.</summary>
    public DemoRole Role { get; set; }

    /// <summary>
    /// Maximum segment lifetime of the drive role in milliseconds; short, so that the demo ends soon. The observe
    /// role has that of the kernel.
    /// </summary>
    public int MslMs { get; set; } = 500;
}
