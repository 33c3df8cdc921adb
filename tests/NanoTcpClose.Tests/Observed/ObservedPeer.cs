// Invariant: whatever the dice say, the peer keeps to RFC 9293: it acknowledges what it has, sends a FIN once, nothing
// after a reset.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.Tests.Observed;

/// <summary>The other end: sends, acknowledges late or at once, ends or resets, as the dice say.</summary>
internal sealed class ObservedPeer(Random dice)
{
    private const int MostData = 3;

    private uint _next = 1;
    private uint _received = 1;
    private int _data;
    private bool _owes;
    private bool _finSent;
    private bool _gone;

    public List<ObservedSegment> Out { get; } = [];

    /// <summary>Whether it may reset.</summary>
    public bool Resets { get; init; }

    public void Take(ObservedSegment s)
    {
        if (s.Rst)
        {
            _gone = true;
            return;
        }

        if (_gone)
        {
            if (s.Length > 0 || s.Fin)
            {
                Out.Add(new ObservedSegment(TcpFlags.Rst, s.Ack, 0, 0));
            }

            return;
        }

        uint end = s.TextEnd + (s.Fin ? 1u : 0u);
        if (end != s.Seq)
        {
            _owes = true;
            _received = s.Seq == _received ? end : _received;
        }
    }

    /// <summary>One thing that it may do now.</summary>
    public void Act()
    {
        if (_gone)
        {
            return;
        }

        int what = dice.Next(20);
        if (what < 8 && _owes)
        {
            Tell(TcpFlags.Ack, 0);
        }
        else if (what < 11 && !_finSent && _data < MostData)
        {
            _data++;
            Tell(TcpFlags.Ack, dice.Next(1, 100));
        }
        else if (what < 14 && !_finSent)
        {
            _finSent = true;
            bool data = dice.Next(4) == 0;
            Tell(TcpFlags.Ack | TcpFlags.Fin, data ? dice.Next(1, 100) : 0);
        }
        else if (what == 14 && Resets && dice.Next(4) == 0)
        {
            _gone = true;
            Tell(TcpFlags.Ack | TcpFlags.Rst, 0);
        }
    }

    /// <summary>In the end it acknowledges what it has.</summary>
    public void Finish()
    {
        if (!_gone && _owes)
        {
            Tell(TcpFlags.Ack, 0);
        }
    }

    private void Tell(int flags, int length)
    {
        Out.Add(new ObservedSegment(flags, _next, _received, length));
        _next += (uint)length + ((flags & TcpFlags.Fin) != 0 ? 1u : 0u);
        _owes = false;
    }
}
