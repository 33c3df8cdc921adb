namespace NanoTcpClose.KernelTests;

/// <summary>One real connection of a run: its handle at the observer and its ports.</summary>
internal sealed class ObserveCase
{
    internal ObserveCase(string kind, int handle, int boardPort, int peerPort)
    {
        Kind = kind;
        Handle = handle;
        BoardPort = boardPort;
        PeerPort = peerPort;
    }

    internal string Kind { get; }

    internal int Handle { get; }

    internal int BoardPort { get; }

    internal int PeerPort { get; }

    /// <summary>Whether another one used the same 4-tuple.</summary>
    internal bool IsOn(ObserveCase other)
    {
        return other.BoardPort == BoardPort && other.PeerPort == PeerPort;
    }

    /// <summary>What the observer said, and whether it marked it, before its clock was run on to the end.</summary>
    internal TcpState Settled { get; set; }

    internal bool SettledMark { get; set; }

    internal TcpState KernelSettled { get; set; }
}
