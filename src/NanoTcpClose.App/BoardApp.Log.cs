// The log never waits for its line: the ring drops its oldest records and counts them, a pass writes at most one
// budget of bytes, and a line that failed is left alone for a while.

using System;

namespace NanoTcpClose.App
{
    /// <content>HELLO, STATS and the draining of the trace to the log line.</content>
    public sealed partial class BoardApp
    {
        private const int MicrosecondsPerTick = 125;
        private const int MicrosecondsPerMs = 1000;
        private const uint TickHz = 8000;
        private const int StateSlots = 12;
        private const int MaxFinalPasses = 64;

        private readonly TraceIdentity _identity;
        private readonly byte[] _logBuffer;
        private readonly int[] _byState = new int[StateSlots];
        private long _nextHello;
        private long _nextLogPass;
        private uint _bornAtHello;
        private int _logFailures;
        private bool _logLost;

        /// <summary>Gets how often the log line did not take its bytes.</summary>
        public int LogFailures
        {
            get { return _logFailures; }
        }

        /// <summary>Puts HELLO and STATS into the trace now, for a receiver that just joined.</summary>
        public void SayHello()
        {
            lock (_gate)
            {
                SayHello(_board.NowMicroseconds);
            }

            _wake.Set();
        }

        private static TraceIdentity MakeIdentity(BoardAppOptions options)
        {
            TraceIdentity identity = new TraceIdentity();
            identity.BootId = options.BootId;
            identity.DeviceId = options.DeviceId;
            identity.TickHz = TickHz;
            identity.BuildId = options.BuildId;
            identity.Connections = options.Engine.Connections;
            identity.TimeWaitEntries = options.Engine.TimeWaitEntries;
            identity.TimeWaitMs = (uint)(options.Engine.MslMs * 2);
            identity.RoleAndProfile = options.RoleAndProfile;
            return identity;
        }

        private static uint TickOf(long now)
        {
            return (uint)(now / MicrosecondsPerTick);
        }

        private void SayHelloIfDue(long now)
        {
            uint born = _trace.RecordsBorn - _bornAtHello;
            if (now >= _nextHello || born >= (uint)_options.HelloRecords)
            {
                SayHello(now);
            }
        }

        /// <summary>The caller holds the lock.</summary>
        private void SayHello(long now)
        {
            uint tick = TickOf(now);
            for (int state = (int)TcpState.Closed; state < StateSlots; state++)
            {
                _byState[state] = _engine.CountInState((TcpState)state) + _sockets.CountInState((TcpState)state);
            }

            _trace.Hello(_identity, tick);
            _trace.Stats(_engine.Counters, _byState, _byState[(int)TcpState.TimeWait], _engine.FreeConnections, tick);
            _nextHello = now + ((long)_options.HelloPeriodMs * MicrosecondsPerMs);
            _bornAtHello = _trace.RecordsBorn;
        }

        /// <summary>Writes at most one budget of bytes when the interval since the last write is over.</summary>
        /// <returns>Milliseconds until there is something to do again.</returns>
        private int DrainPass(long now)
        {
            if (now < _nextLogPass)
            {
                return MsUntil(_nextLogPass, now);
            }

            bool more;
            int count;
            lock (_gate)
            {
                if (_logLost)
                {
                    // The next attempt needs something to write, and who listens again must learn first who speaks.
                    SayHello(now);
                }

                count = TakeNotice(_logBuffer);
                if (count == 0)
                {
                    count = _trace.Drain(_logBuffer, _logBuffer.Length, _board.TextLog);
                }

                more = !_trace.IsEmpty;
            }

            if (count > 0)
            {
                Write(count);
            }

            return more || _logLost ? MsUntil(_nextLogPass, now) : MsUntil(_nextHello, now);
        }

        private void Write(int count)
        {
            bool taken;
            try
            {
                taken = _board.WriteLog(_logBuffer, count);
            }
            catch (Exception)
            {
                taken = false;
            }

            long after = _board.NowMicroseconds;
            int pauseMs = taken ? _options.LogIntervalMs : _options.LogRetryMs;
            _nextLogPass = after + ((long)pauseMs * MicrosecondsPerMs);
            _logLost = !taken;
            if (!taken)
            {
                _logFailures++;
            }
        }

        /// <summary>Milliseconds from now to a time, rounded up, at least 1 so that no pass spins.</summary>
        private static int MsUntil(long when, long now)
        {
            long left = when - now;
            if (left <= MicrosecondsPerMs)
            {
                return 1;
            }

            long ms = (left + MicrosecondsPerMs - 1) / MicrosecondsPerMs;
            return ms < IdleWaitMs ? (int)ms : IdleWaitMs;
        }

        /// <summary>After the threads ended: the last records still go out, as far as the line takes them.</summary>
        private void DrainRest()
        {
            for (int pass = 0; pass < MaxFinalPasses; pass++)
            {
                int count;
                lock (_gate)
                {
                    count = _trace.Drain(_logBuffer, _logBuffer.Length, _board.TextLog);
                }

                if (count <= 0)
                {
                    return;
                }

                Write(count);
                if (_logLost)
                {
                    return;
                }
            }
        }
    }
}
