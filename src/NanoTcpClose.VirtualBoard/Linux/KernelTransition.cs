namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>A change of state that the kernel made.</summary>
/// <param name="LocalPort">The kernel's port.</param>
/// <param name="RemotePort">The engine's port.</param>
/// <param name="From">The state that was left.</param>
/// <param name="To">The state that was entered; TIME-WAIT shows as CLOSED, for the socket ends there.</param>
public readonly record struct KernelTransition(int LocalPort, int RemotePort, TcpState From, TcpState To);
