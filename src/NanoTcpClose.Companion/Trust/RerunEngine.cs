// Invariant: what the engine here is given comes from the log alone: segments as recorded, calls as the causes name
// them, the
// recorded times. What the log does not tell (contents, the peer's MSS) does not decide a transition.

using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Trust;

/// <summary>The engine of this computer with one connection, fed from a log.</summary>
internal sealed class RerunEngine : ICloseEngineHost
{
    private const int Mss = 1460;
    private const int LongMs = 60000000;
    private const uint SynBit = 2;
    private const uint FinBit = 1;
    private const int AckBit = 16;

    private readonly CloseEngine _engine;
    private readonly TraceRing _trace = new(65536);
    private readonly LogReader _reader;
    private readonly Queue<LogEvent> _made = new();
    private readonly byte[] _packet = new byte[65536];
    private readonly byte[] _data = new byte[65536];
    private readonly byte[] _drain = new byte[65536];
    private readonly SegmentHeader _sent = new();
    private readonly LogEvent _open;
    private readonly bool _reads;
    private int _handle;
    private uint _dataEnd;

    internal RerunEngine(LogEvent open, int timeWaitMs, bool reads, long now)
    {
        _open = open;
        _reads = reads;
        CloseEngineOptions options = new()
        {
            Connections = 1,
            TimeWaitEntries = 1,
            FixedIsn = true,
            Isn = open.Iss,
            MslMs = Math.Max(1, timeWaitMs / 2),
            Mss = Mss,
            ReceiveBuffer = 65535,
            SendBuffer = 65535,
            FinWait2TimeoutMs = LongMs,
            R2Ms = LongMs,
            CloseWaitAlarmMs = 0,
            TraceSegments = false,
        };
        _engine = new CloseEngine(options, open.LocalAddress, this, _trace, now);
        _reader = new LogReader(e =>
        {
            if (e.Kind == LogEventKind.Transition)
            {
                _made.Enqueue(e);
            }
        });
        SndNxt = open.Iss + 1;
        RcvNxt = open.Irs + 1;
        PeerStart = open.Irs;
        _dataEnd = open.Iss + 1;
    }

    /// <summary>Our next sequence number.</summary>
    internal uint SndNxt { get; private set; }

    /// <summary>What we expect next.</summary>
    internal uint RcvNxt { get; private set; }

    /// <summary>The peer's initial sequence number; an active open learns it from the SYN of the peer.</summary>
    internal uint PeerStart { get; set; }

    /// <summary>The connection opens as the log says.</summary>
    internal void Open(long now)
    {
        if (_open.Active)
        {
            _handle = _engine.Connect(_open.RemoteAddress, _open.RemotePort, _open.LocalPort, now);
            return;
        }

        _engine.Listen(_open.LocalPort);
        Arrives((int)SynBit, _open.Irs, 0, 0, 65535, now);
    }

    /// <summary>A segment of the peer, with real sequence numbers.</summary>
    internal void Arrives(int flags, uint seq, uint ack, int length, int window, long now)
    {
        SegmentHeader segment = new()
        {
            Source = _open.RemoteAddress,
            Destination = _open.LocalAddress,
            SourcePort = _open.RemotePort,
            DestinationPort = _open.LocalPort,
            Flags = flags,
            Seq = seq,
            Ack = ack,
            Window = window,
            PayloadLength = length,
            PayloadOffset = 0,
            Mss = (flags & SynBit) != 0 ? Mss : 0,
        };
        int size = SegmentCodec.Build(_packet, segment, 0);
        _engine.SegmentArrives(_packet, 0, size, now);
        if (!_open.Active && _handle <= 0)
        {
            _handle = Math.Max(0, _engine.Accept(_open.LocalPort));
        }

        while (_reads && _handle > 0 && _engine.Receive(_handle, _data, 0, _data.Length, now) > 0)
        {
            // The application reads everything at once: what it left unread would show as a cause of its own.
        }
    }

    /// <summary>The application sends what an outbound segment of the log carried for the first time.</summary>
    internal void Sends(uint seq, int length, long now)
    {
        int fresh = (int)(seq + (uint)length - _dataEnd);
        if (fresh > 0)
        {
            _engine.Send(_handle, _data, 0, fresh, now);
            _dataEnd += (uint)fresh;
        }
    }

    /// <summary>The call that a cause names; false when it names none.</summary>
    internal bool Calls(TransitionCause cause, long now)
    {
        switch (cause)
        {
            case TransitionCause.UserClose or TransitionCause.UnreadData:
                _engine.Close(_handle, now);
                return true;
            case TransitionCause.ShutdownWrite:
                _engine.ShutdownWrite(_handle, now);
                return true;
            case TransitionCause.UserAbort:
                _engine.Abort(_handle, now);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Time passes.</summary>
    internal void Advance(long now)
    {
        _engine.Advance(now);
    }

    /// <summary>
    /// The next transition that the engine made and nobody has asked for yet; null when there is none.
    /// </summary>
    internal LogEvent? NextMade()
    {
        int length;
        while ((length = _trace.Drain(_drain, _drain.Length, false)) > 0)
        {
            _reader.Feed(_drain.AsSpan(0, length), default);
        }

        return _made.TryDequeue(out LogEvent? made) ? made : null;
    }

    /// <inheritdoc/>
    public bool Transmit(byte[] datagram, int length)
    {
        if (SegmentCodec.Parse(datagram, 0, length, _sent, false) == ParseResult.Ok)
        {
            uint flags = (uint)_sent.Flags;
            uint end = _sent.Seq + (uint)_sent.PayloadLength + ((flags & SynBit) >> 1) + (flags & FinBit);
            SndNxt = (int)(end - SndNxt) > 0 ? end : SndNxt;
            RcvNxt = (_sent.Flags & AckBit) != 0 ? _sent.Ack : RcvNxt;
        }

        return true;
    }

    /// <inheritdoc/>
    public void OnEvent(int handle, CloseEvent what, int value)
    {
        _handle = _handle <= 0 && handle > 0 ? handle : _handle;
    }
}
