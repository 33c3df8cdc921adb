// Invariant: two states get the same form only if no future step can tell them apart: times count from now, and what
// is out of use (the deadline of a timer that is off, a free row) is blank.

using System;

namespace NanoTcpClose.ModelCheck;

/// <summary>Brings an image into the form that is hashed.</summary>
internal sealed class CanonicalImage
{
    private const uint FinRemembered = 0x0020;
    private const uint Armed = 0x0800;
    private const uint Linger = 0x1000;
    private const uint MarkSyn = 1;
    private const uint TicksPerSecond = 8000;
    private const uint ChallengePeriod = TicksPerSecond / 2;
    private const uint SynMemory = 10 * TicksPerSecond;

    private readonly ImageField _tick;
    private readonly ImageField _state;
    private readonly ImageField _flags;
    private readonly ImageField _una;
    private readonly ImageField _sndNxt;
    private readonly ImageField _challenges;
    private readonly ImageField _entryCount;
    private readonly ImageField _expiryLow;
    private readonly ImageField _expiryHigh;
    private readonly ImageField _answerRow;
    private readonly ImageField[] _rowTimes;
    private readonly ImageField[] _rowValues;
    private readonly ImageField[] _clocks;
    private readonly ImageField[] _entryValues;
    private readonly ImageField _answerAt;
    private readonly ImageField _answerSynAt;
    private readonly ImageField _answerCount;
    private readonly ImageField _answerMarks;
    private readonly ImageField _spentAt;
    private readonly ImageField _spent;
    private readonly (ImageField Data, ImageField Length)[] _buffers;
    private readonly ImageField _rtxAt;
    private readonly ImageField _lingerAt;
    private readonly ImageField _oofFin;
    private readonly ImageField _firstTx;
    private readonly ImageField _lastTx;
    private readonly ImageField _since;
    private readonly ImageField _challengeAt;

    public CanonicalImage(EngineImage layout)
    {
        _tick = layout.Find("_tick");
        _state = layout.Find("_state");
        _flags = layout.Find("_flags");
        _una = layout.Find("_una");
        _sndNxt = layout.Find("_sndNxt");
        _challenges = layout.Find("_challenges");
        _entryCount = layout.Find("_timeWaitCount");
        _expiryLow = layout.Find("_expiryLow");
        _expiryHigh = layout.Find("_expiryHigh");
        _answerRow = layout.Find("_answerRow");
        _rtxAt = layout.Find("_rtxAt");
        _lingerAt = layout.Find("_lingerAt");
        _oofFin = layout.Find("_oofFin");
        _firstTx = layout.Find("_firstTx");
        _lastTx = layout.Find("_lastTx");
        _since = layout.Find("_since");
        _challengeAt = layout.Find("_challengeAt");
        _rowTimes = [_rtxAt, _lingerAt, _firstTx, _lastTx, _since, _challengeAt];
        _rowValues = All(layout,
            "_una _wl1 _wl2 _iss _irs _sndWnd _maxWnd _rcvWnd _mss _sendStart _sendLength _readStart "
            + "_readLength _srtt _rttvar _backoff _inFlight _challenges _sndNxt _rcvNxt _remote _ports");
        _clocks = All(layout, "_lastRow _lastBucket _now _ticks _tick _armTick _timeWaitTouched NextDeadline");
        _entryValues = All(layout, "_sndNxt _rcvNxt _remote _ports _serial _chain");
        _answerAt = layout.Find("_answerAt");
        _answerSynAt = layout.Find("_answerSynAt");
        _answerCount = layout.Find("_answerCount");
        _answerMarks = layout.Find("_answerMarks");
        _spentAt = layout.Find("_spentAt");
        _spent = layout.Find("_spent");
        _buffers = [(layout.Find("_sendData"), layout.Find("_sendLength")),
            (layout.Find("_readData"), layout.Find("_readLength"))];
    }

    /// <summary>Changes the image in place; it cannot be loaded any more.</summary>
    public void Apply(byte[] image)
    {
        uint tick = _tick.Read(image, 0);
        for (int row = 0; row < _state.Count; row++)
        {
            ApplyRow(image, row, tick);
        }

        ApplyEntries(image, tick);
        ApplyBudgets(image, tick);
        foreach (ImageField clock in _clocks)
        {
            clock.Blank(image, 0);
        }
    }

    private static ImageField[] All(EngineImage layout, string names)
    {
        return Array.ConvertAll(names.Split(' '), layout.Find);
    }

    private void ApplyRow(byte[] image, int row, uint tick)
    {
        foreach (ImageField field in _rowTimes)
        {
            field.Write(image, row, tick - field.Read(image, row));
        }

        uint flags = _flags.Read(image, row);
        uint state = _state.Read(image, row);
        bool free = state == (uint)TcpState.Closed && flags == 0;
        bool idle = _una.Read(image, row) == _sndNxt.Read(image, row);
        foreach ((ImageField data, ImageField length) in _buffers)
        {
            bool unused = free || length.Read(image, row) == 0;
            for (int k = 0; unused && k < data.Count; k++)
            {
                data.Blank(image, k);
            }
        }

        BlankIf(image, row, free || (flags & Armed) == 0, _rtxAt);
        BlankIf(image, row, free || (flags & Linger) == 0, _lingerAt);
        BlankIf(image, row, free || (flags & FinRemembered) == 0, _oofFin);
        BlankIf(image, row, free || idle, _firstTx);
        BlankIf(image, row, free || idle, _lastTx);
        BlankIf(image, row, free || state is (uint)TcpState.Established or (uint)TcpState.CloseWait, _since);
        bool unchallenged = _challenges.Read(image, row) == 0 || _challengeAt.Read(image, row) >= ChallengePeriod;
        BlankIf(image, row, free || unchallenged, _challengeAt);
        BlankIf(image, row, free || unchallenged, _challenges);
        foreach (ImageField field in _rowValues)
        {
            BlankIf(image, row, free, field);
        }
    }

    /// <summary>TIME-WAIT: the expiry of live entries counts from now, free ones are blank.</summary>
    private void ApplyEntries(byte[] image, uint tick)
    {
        bool none = _entryCount.Read(image, 0) == 0;
        for (int k = 0; k < _expiryLow.Count; k++)
        {
            uint left = none ? 0 : (_expiryLow.Read(image, k) | (_expiryHigh.Read(image, k) << 16)) - tick;
            _expiryLow.Write(image, k, left & 0xFFFF);
            _expiryHigh.Write(image, k, (left >> 16) & 0xFF);
            foreach (ImageField field in _entryValues)
            {
                BlankIf(image, _state.Count + k, none, field);
            }
        }
    }

    private void ApplyBudgets(byte[] image, uint tick)
    {
        for (int kind = 0; kind < _spent.Count; kind++)
        {
            uint age = tick - _spentAt.Read(image, kind);
            bool over = age >= TicksPerSecond || _spent.Read(image, kind) == 0;
            _spentAt.Write(image, kind, over ? 0 : age);
            BlankIf(image, kind, over, _spent);
        }

        for (int a = 0; a < _answerRow.Count; a++)
        {
            bool free = _answerRow.Read(image, a) == 0;
            uint age = Math.Min(tick - _answerAt.Read(image, a), ChallengePeriod);
            uint synAge = Math.Min(tick - _answerSynAt.Read(image, a), SynMemory + 1);
            bool marked = (_answerMarks.Read(image, a) & MarkSyn) != 0;
            _answerAt.Write(image, a, free ? 0 : age);
            _answerSynAt.Write(image, a, free || !marked ? 0 : synAge);
            BlankIf(image, a, free || age == ChallengePeriod, _answerCount);
            BlankIf(image, a, free, _answerMarks);
        }
    }

    private static void BlankIf(byte[] image, int index, bool condition, ImageField field)
    {
        if (condition)
        {
            field.Blank(image, index);
        }
    }
}
