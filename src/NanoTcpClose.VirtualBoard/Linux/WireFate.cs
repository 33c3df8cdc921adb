namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>What a wire does with a packet.</summary>
public enum WireFate
{
    /// <summary>It arrives.</summary>
    Pass,

    /// <summary>It is lost.</summary>
    Drop,

    /// <summary>It arrives twice.</summary>
    Double,

    /// <summary>It arrives after the next packet of its direction.</summary>
    Late,

    /// <summary>It waits for <see cref="KernelWire.Release"/>.</summary>
    Hold,
}
