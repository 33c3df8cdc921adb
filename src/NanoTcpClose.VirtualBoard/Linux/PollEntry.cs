using System.Runtime.InteropServices;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int File;
    internal short Events;
    internal short Returned;
}
