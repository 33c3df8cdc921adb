namespace NanoTcpClose.Fuzz.Targets;

/// <content>What must hold after every step, and at the end.</content>
internal sealed partial class EngineWorld
{
    private const int MaxSentPerStep = 48;
    private const int MaxFinalSteps = 4000;
    private const long MaxDeadlineAhead = 2L * 86400 * 1_000_000;
    private const long LongestEnd = 900L * 1_000_000;

    private void Check()
    {
        long allocated = System.GC.GetAllocatedBytesForCurrentThread() - _allocated;
        FuzzFailure.Unless(allocated == 0, FuzzFailure.Allocated);
        if (_illegal)
        {
            throw new FuzzFailure($"a transition that is not in the table: {_illegalFrom} > {_illegalTo}");
        }

        if (_host.Complaint != null)
        {
            throw new FuzzFailure(_host.Complaint);
        }

        uint[] counters = _engine.Counters;
        FuzzFailure.Unless(counters[(int)EngineCounter.Faults] == 0, "the engine counted a fault of its own");
        FuzzFailure.Unless(_host.Sent <= ((_last & 15) == 12 ? 8 : 1) * MaxSentPerStep,
            "one step sent more segments than windows and budgets allow");
        uint live = Live();
        FuzzFailure.Unless(
            counters[(int)EngineCounter.Opened] - counters[(int)EngineCounter.Ended] - live == _offset,
                "opened is not ended and living");
        int timeWait = _engine.TimeWaitCount;
        FuzzFailure
            .Unless(timeWait >= 0 && timeWait <= _options.TimeWaitEntries, "more TIME-WAIT entries than there are");
        int free = _engine.FreeConnections;
        FuzzFailure.Unless(
            free >= 0 && free + (int)live - timeWait <= _options.Connections,
                "free slots and connections are more than there are");
        FuzzFailure.Unless(_engine.CountInState(TcpState.Closed) == free, "CLOSED does not count the free slots");
        CheckDeadline();
    }

    /// <summary>Where the engine stands, for the message of a failure.</summary>
    public override string ToString()
    {
        System.Text.StringBuilder text = new($"last step {_last}, now {_now}, deadline {_engine.NextDeadline}, states");
        for (TcpState state = TcpState.Closed; state <= TcpState.TimeWait; state++)
        {
            text.Append($" {state} {_engine.CountInState(state)}");
        }

        return text.ToString();
    }

    private void MustBeAhead()
    {
        if (_engine.NextDeadline <= _now)
        {
            // A lower bound may be left by a timer that was stopped; once more sets it right.
            _engine.Advance(_now);
        }

        if (_engine.NextDeadline <= _now)
        {
            throw new FuzzFailure(
                $"after Advance the next deadline is not ahead, but {_now - _engine.NextDeadline} us ago");
        }
    }

    private void CheckDeadline()
    {
        long deadline = _engine.NextDeadline;
        FuzzFailure
            .Unless(deadline == long.MaxValue || deadline - _now <= MaxDeadlineAhead, "a deadline is out of reach");
        if (deadline == long.MaxValue)
        {
            FuzzFailure.Unless(_engine.TimeWaitCount == 0, "TIME-WAIT without a deadline");
            for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
            {
                bool mustEnd =
                    state is TcpState.SynSent or TcpState.SynReceived or TcpState.FinWait1 or TcpState.Closing
                        or TcpState.LastAck;
                if (mustEnd && _engine.CountInState(state) != 0)
                {
                    throw new FuzzFailure($"{state} without a deadline");
                }
            }
        }
    }

    /// <summary>
    /// Everything is closed by the user and left to its timers: it must end, every slot must come back.
    /// </summary>
    public void Finish()
    {
        _host.Refuse = 0;
        _host.AtData = 0;
        _host.NewStep();
        _engine.Advance(_now);
        CloseAll();
        long start = _now;
        for (int step = 0; _engine.NextDeadline != long.MaxValue; step++)
        {
            FuzzFailure.Unless(step < MaxFinalSteps, "the timers find no end");
            _now = _engine.NextDeadline > _now ? _engine.NextDeadline : _now;
            _host.NewStep();
            _allocated = System.GC.GetAllocatedBytesForCurrentThread();
            _engine.Advance(_now);
            MustBeAhead();
            Check();
            if (step % 8 == 0)
            {
                CloseAll();
            }
        }

        CloseAll();
        FuzzFailure.Unless(Live() == 0, "a connection that the user closed did not end");
        if (_now - start > LongestEnd)
        {
            throw new FuzzFailure(
                $"the end took {(_now - start) / 1000000} s, longer than the sum of all bounds; it began at {start}");
        }

        FuzzFailure.Unless(_engine.FreeConnections == _options.Connections, "a slot did not come back");
    }

    private void CloseAll()
    {
        foreach (int handle in _handles)
        {
            _engine.Close(handle, _now);
        }

        for (int peer = 0; peer < Peers; peer++)
        {
            int handle = _engine.Find(SegmentForge.Remote, SegmentForge.FirstRemotePort + peer, SegmentForge.LocalPort);
            if (handle != 0)
            {
                _engine.Close(handle, _now);
            }
        }
    }
}
