namespace NanoTcpClose.VirtualBoard;

/// <summary>Who closes with the board, and in which role of the engine.</summary>
public enum DemoRole
{
    /// <summary>Observe where permitted, else a second engine over UDP.</summary>
    Auto,

    /// <summary>The board's own stack is a Linux kernel, watched through a raw socket; the peer is another.</summary>
    Observe,

    /// <summary>The board's engine drives its connections against the Linux kernel through TUN.</summary>
    Kernel,

    /// <summary>The board's engine drives its connections against a second engine over UDP.</summary>
    Udp,
}
