// Invariant: every close starts from ESTABLISHED on both sides and is waited for until the board is in CLOSED.

using System;
using System.Diagnostics;
using System.Threading;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>Makes each close of the script happen between the board and its peer.</summary>
internal sealed class DemoPlayer
{
    private const int WaitMs = 3000;
    private const int DataBytes = 300;

    private readonly BoardApp _app;
    private readonly PacketGate _gate;
    private readonly IDemoPeer _peer;
    private readonly int _mslMs;

    internal DemoPlayer(BoardApp app, PacketGate gate, IDemoPeer peer, int mslMs)
    {
        _app = app;
        _gate = gate;
        _peer = peer;
        _mslMs = mslMs;
    }

    internal void Play(DemoClose close)
    {
        _peer.Listen(close.RemotePort);
        int handle = _app.Connect(_peer.Address, close.RemotePort, close.LocalPort);
        Await(close, handle, TcpState.Established, WaitMs);
        IDemoConnection other = _peer.Accept(close.RemotePort);
        try
        {
            Play(close, handle, other);
        }
        finally
        {
            _gate.DropIncoming(null);
            _gate.DropOutgoing(null);
            _gate.Release();
        }

        Await(close, handle, TcpState.Closed, WaitMs + (4 * _mslMs));
    }

    private static bool HasFin(SegmentHeader segment)
    {
        return (segment.Flags & TcpFlags.Fin) != 0;
    }

    private void Play(DemoClose close, int handle, IDemoConnection other)
    {
        switch (close.Name)
        {
            case DemoScript.FourWay:
                FourWay(close, handle, other);
                break;
            case DemoScript.Passive:
                other.Close();
                Await(close, handle, TcpState.CloseWait, WaitMs);
                _app.Close(handle);
                break;
            case DemoScript.ThreeSegment:
                ThreeSegment(close, handle, other);
                break;
            case DemoScript.Simultaneous:
                Simultaneous(close, handle, other);
                break;
            case DemoScript.HalfClose:
                HalfClose(close, handle, other);
                break;
            case DemoScript.LostAck:
                LostFinalAck(close, handle, other);
                break;
            case DemoScript.Reset:
                other.Abort();
                break;
            default:
                throw new InvalidOperationException("no such close: " + close.Name);
        }
    }

    private void FourWay(DemoClose close, int handle, IDemoConnection other)
    {
        _app.Close(handle);
        Await(close, handle, TcpState.FinWait2, WaitMs);
        other.ReadToEnd();
        other.Close();
        Await(close, handle, TcpState.TimeWait, WaitMs);
    }

    private void ThreeSegment(DemoClose close, int handle, IDemoConnection other)
    {
        // A peer that sends its ACK ahead of its FIN would make it four: that ACK is lost here, the FIN carries it
        // again.
        _gate.DropIncoming(segment => !HasFin(segment) && segment.SourcePort == close.RemotePort);
        _app.Close(handle);
        other.ReadToEnd();
        other.Close();
        Await(close, handle, TcpState.TimeWait, WaitMs);
    }

    private void Simultaneous(DemoClose close, int handle, IDemoConnection other)
    {
        _gate.Hold();
        _app.Close(handle);
        other.Close();
        Await(close, handle, TcpState.Closing, WaitMs);
        _gate.Release();
        Await(close, handle, TcpState.TimeWait, WaitMs);
    }

    private void HalfClose(DemoClose close, int handle, IDemoConnection other)
    {
        _app.ShutdownWrite(handle);
        Await(close, handle, TcpState.FinWait2, WaitMs);
        other.ReadToEnd();
        other.Send(DataBytes);
        Read(close, handle, DataBytes);
        other.Send(DataBytes);
        Read(close, handle, DataBytes);
        other.Close();
        Await(close, handle, TcpState.TimeWait, WaitMs);
        _app.Close(handle);
    }

    private void LostFinalAck(DemoClose close, int handle, IDemoConnection other)
    {
        _app.Close(handle);
        Await(close, handle, TcpState.FinWait2, WaitMs);
        other.ReadToEnd();
        int left = 1;
        int before = _gate.Dropped;
        _gate.DropOutgoing(segment => !HasFin(segment) && left-- > 0);
        other.Close();
        Await(close, handle, TcpState.TimeWait, WaitMs);
        EnginePeer.WaitUntil(() => _gate.Dropped > before, close.Name + ": the final ACK was not dropped");
        Await(close, handle, TcpState.Closed, WaitMs + (4 * _mslMs));
    }

    private void Read(DemoClose close, int handle, int count)
    {
        byte[] buffer = new byte[count];
        int taken = 0;
        EnginePeer.WaitUntil(
            () =>
            {
                taken += Math.Max(0, _app.Receive(handle, buffer, 0, count - taken));
                return taken == count;
            },
            $"{close.Name}: {count} bytes did not arrive in {RfcName(_app.StateOf(handle))}");
    }

    private void Await(DemoClose close, int handle, TcpState state, int waitMs)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (_app.StateOf(handle) != state)
        {
            if (watch.ElapsedMilliseconds > waitMs)
            {
                throw new TimeoutException(
                    $"{close.Name}: not {RfcName(state)} within {waitMs} ms but {RfcName(_app.StateOf(handle))}");
            }

            Thread.Sleep(1);
        }
    }

    internal static string RfcName(TcpState state)
    {
        return state switch
        {
            TcpState.SynSent => "SYN-SENT",
            TcpState.SynReceived => "SYN-RECEIVED",
            TcpState.FinWait1 => "FIN-WAIT-1",
            TcpState.FinWait2 => "FIN-WAIT-2",
            TcpState.CloseWait => "CLOSE-WAIT",
            TcpState.LastAck => "LAST-ACK",
            TcpState.TimeWait => "TIME-WAIT",
            _ => state.ToString().ToUpperInvariant(),
        };
    }
}
