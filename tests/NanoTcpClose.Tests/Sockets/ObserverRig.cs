using System.Collections.Generic;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.Tests.Sockets;

/// <summary>
/// An observer with hand-made copies; numbers are relative to the initial ones (peer 1000, ours 5000).
/// </summary>
internal sealed class ObserverRig : IObserverSink
{
    internal const uint Local = 0xC0000201;
    internal const uint Remote = 0xC0000202;
    internal const int LocalPort = 40000;
    internal const int RemotePort = 80;
    private const uint PeerIsn = 1000;
    private const uint OurIsn = 5000;

    private readonly SegmentHeader _out = new();
    private readonly byte[] _packet = new byte[1600];

    internal ObserverRig(StackProfile profile, int slots = 4)
    {
        Observer = new CloseObserver(profile, slots, 2, 1, true, null!, this) { TapOpen = true };
        Now = 1_000_000;
    }

    internal CloseObserver Observer { get; }

    internal long Now { get; private set; }

    internal List<string> Steps { get; } = [];

    internal List<(CloseEvent What, int Value)> Notes { get; } = [];

    public void Moved(int handle, TcpState from, TcpState to, TransitionCause cause, int flags) =>
        Steps.Add($"{to}{(flags == 0 ? "" : flags == 0x20 ? "?" : "~")}:{cause}");

    public void Noted(int handle, CloseEvent what, int value) => Notes.Add((what, value));

    internal int Established(bool synSeen = true)
    {
        int handle = Connecting(LocalPort);
        if (synSeen)
        {
            Copy(TcpFlags.Syn | TcpFlags.Ack, 0, 1);
        }

        Observer.Connected(handle, Now);
        Steps.Clear();
        return handle;
    }

    /// <summary>Opened by the peer; the copies of its SYN and of its acknowledgement are seen or not.</summary>
    internal int Accepted(bool synSeen, bool ackSeen)
    {
        Observer.Listen(LocalPort);
        if (synSeen)
        {
            Copy(TcpFlags.Syn, 0, 0);
        }

        if (synSeen && ackSeen)
        {
            Copy(TcpFlags.Ack, 1, 1);
        }

        int handle = Observer.Accept(Local, LocalPort, Remote, RemotePort, Now);
        Steps.Clear();
        return handle;
    }

    internal int Connecting(int localPort) => Observer.Connecting(Local, localPort, Remote, RemotePort, Now);

    internal void Close(int handle, int unread = 0)
    {
        Observer.Closing(handle, unread, Now);
        Observer.CallReturned(handle, Now);
    }

    internal void Copy(int flags, uint seq, uint ack, int length = 0)
    {
        _out.Source = Remote;
        _out.Destination = Local;
        _out.SourcePort = RemotePort;
        _out.DestinationPort = LocalPort;
        _out.Flags = flags;
        _out.Seq = PeerIsn + seq;
        _out.Ack = OurIsn + ack;
        _out.Window = 1000;
        _out.PayloadLength = length;
        int count = SegmentCodec.Build(_packet, _out, 1);
        Observer.SegmentArrives(_packet, 0, count, Now);
    }

    internal void After(int milliseconds)
    {
        Now += milliseconds * 1000L;
        Observer.Advance(Now);
    }
}
