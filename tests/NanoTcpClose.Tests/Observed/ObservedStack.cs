// Invariant: Path holds every state that was passed, in order; this is the truth that an observer is held against.

using System;
using System.Collections.Generic;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.Tests.Observed;

/// <summary>
/// The stack under observation: one connection as Linux keeps it, from ESTABLISHED on, without timers.
/// </summary>
internal sealed class ObservedStack
{
    private readonly List<ObservedSegment> _early = [];
    private uint _received = 1;
    private uint _next = 1;
    private uint _acked = 1;
    private bool _finSent;
    private bool _closed;

    public List<TcpState> Path { get; } = [];

    public List<ObservedSegment> Out { get; } = [];

    public TcpState State { get; private set; } = TcpState.Established;

    /// <summary>Bytes that wait for the user.</summary>
    public int Unread { get; private set; }

    /// <summary>Whether a read would meet the end of data.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>A reset that no call has told yet; Unknown: none.</summary>
    public FinBeforeReset Error { get; private set; }

    public FinBeforeReset TakeError()
    {
        FinBeforeReset error = Error;
        Error = FinBeforeReset.Unknown;
        return error;
    }

    public int Read(int most)
    {
        int count = Math.Min(most, Unread);
        Unread -= count;
        return count;
    }

    public bool Send(int count)
    {
        if (_finSent || State is not (TcpState.Established or TcpState.CloseWait))
        {
            return false;
        }

        Tell(TcpFlags.Ack, count);
        return true;
    }

    /// <summary>False when there was no connection any more.</summary>
    public bool Shutdown()
    {
        if (State is TcpState.Established or TcpState.CloseWait)
        {
            _finSent = true;
            Enter(State == TcpState.Established ? TcpState.FinWait1 : TcpState.LastAck);
            Tell(TcpFlags.Ack | TcpFlags.Fin, 0);
            return true;
        }

        return State != TcpState.Closed;
    }

    public void Close()
    {
        if (Unread > 0)
        {
            Abort();
            return;
        }

        Shutdown();
        _closed = true;
    }

    public void Abort()
    {
        _closed = true;
        if (State is not (TcpState.TimeWait or TcpState.Closed))
        {
            Tell(TcpFlags.Rst | TcpFlags.Ack, 0);
            Enter(TcpState.Closed);
        }
    }

    /// <summary>What no timer here does: a state that only waits ends.</summary>
    public void Expire()
    {
        if (_closed && State != TcpState.Closed)
        {
            Enter(TcpState.Closed);
        }
    }

    public void Take(ObservedSegment s)
    {
        if (State == TcpState.Closed)
        {
            Answer(s);
            return;
        }

        if (State == TcpState.TimeWait)
        {
            TakeInTimeWait(s);
            return;
        }

        if (s.Rst)
        {
            bool exact = s.Seq == _received || (IsPeerDone() && s.Seq + 1 == _received);
            if (exact)
            {
                Error = State == TcpState.CloseWait ? FinBeforeReset.Yes : FinBeforeReset.No;
                Enter(TcpState.Closed);
            }

            return;
        }

        uint end = s.TextEnd + (s.Fin ? 1u : 0u);
        if ((int)(end - _received) < 0)
        {
            Tell(TcpFlags.Ack, 0);
            return;
        }

        TakeAck(s.Ack);
        if (State is TcpState.Closed or TcpState.TimeWait)
        {
            return;
        }

        bool text = s.Length > 0 && (int)(s.TextEnd - _received) > 0;
        if (text && _closed)
        {
            Answer(s);
            Enter(TcpState.Closed);
        }
        else if (s.Length > 0 || s.Fin)
        {
            _early.Add(s);
            while (TakeNext())
            {
                // A hole is filled: go on with what came early.
            }

            Tell(TcpFlags.Ack, 0);
        }
    }

    private bool IsPeerDone()
    {
        return State is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing or TcpState.TimeWait;
    }

    private void TakeInTimeWait(ObservedSegment s)
    {
        if (s.Rst && s.Seq == _received)
        {
            Enter(TcpState.Closed);
        }
        else if (!s.Rst && (s.Fin || s.Length > 0))
        {
            Tell(TcpFlags.Ack, 0);
        }
    }

    private void TakeAck(uint ack)
    {
        if ((int)(ack - _acked) > 0 && (int)(ack - _next) <= 0)
        {
            _acked = ack;
        }

        if (!_finSent || _acked != _next)
        {
            return;
        }

        switch (State)
        {
            case TcpState.FinWait1:
                Enter(TcpState.FinWait2);
                break;
            case TcpState.Closing:
                Enter(TcpState.TimeWait);
                break;
            case TcpState.LastAck:
                Enter(TcpState.Closed);
                break;
            default:
                break;
        }
    }

    /// <summary>Takes what stands at RCV.NXT; false when nothing does.</summary>
    private bool TakeNext()
    {
        int at = _early.FindIndex(s => (int)(s.Seq - _received) <= 0);
        if (at < 0)
        {
            return false;
        }

        ObservedSegment s = _early[at];
        _early.RemoveAt(at);
        int fresh = (int)(s.TextEnd - _received);
        if (fresh < 0 || IsPeerDone())
        {
            return true;
        }

        _received += (uint)fresh;
        Unread += fresh;
        if (s.Fin)
        {
            _received++;
            IsAtEnd = true;
            Enter(State switch
            {
                TcpState.Established => TcpState.CloseWait,
                TcpState.FinWait1 => TcpState.Closing,
                _ => TcpState.TimeWait,
            });
        }

        return true;
    }

    private void Answer(ObservedSegment s)
    {
        if (!s.Rst)
        {
            Out.Add(new ObservedSegment(TcpFlags.Rst, s.Ack, 0, 0));
        }
    }

    private void Tell(int flags, int length)
    {
        Out.Add(new ObservedSegment(flags, _next, _received, length));
        _next += (uint)length + ((flags & TcpFlags.Fin) != 0 ? 1u : 0u);
    }

    private void Enter(TcpState state)
    {
        State = state;
        Path.Add(state);
    }
}
