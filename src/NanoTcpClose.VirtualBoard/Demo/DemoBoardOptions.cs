namespace NanoTcpClose.VirtualBoard;

/// <summary>What the demo runs on.</summary>
public sealed class DemoBoardOptions
{
    /// <summary>True for the Linux kernel, false for a second engine over UDP; null for the kernel where permitted.</summary>
    public bool? UseKernel { get; set; }

    /// <summary>Maximum segment lifetime in milliseconds; short, so that the demo ends soon.</summary>
    public int MslMs { get; set; } = 500;
}
