// Invariant: the handler is called at the deadline or later, never before, and once for each arming.

using System;
using System.Threading;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A one-shot timer with a thread of its own: it sleeps while the deadline is far and spins the last stretch.</summary>
public sealed class DeadlineTimer : IDisposable
{
    private const long SpinMicroseconds = 300;
    private const int MicrosecondsPerMs = 1000;
    private const int LongestSleepMs = 60000;
    private const int JoinWaitMs = 2000;

    private readonly object _gate = new object();
    private readonly Func<long> _clock;
    private readonly Action _due;
    private readonly Thread _thread;
    private long _deadline = long.MaxValue;
    private bool _ended;

    /// <summary>Starts the thread, disarmed.</summary>
    /// <param name="clock">Monotonic microseconds.</param>
    /// <param name="due">Called on the timer's thread; it only signals.</param>
    public DeadlineTimer(Func<long> clock, Action due)
    {
        _clock = clock;
        _due = due;
        _thread = new Thread(Run) { IsBackground = true, Name = "deadline timer", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Arms it; the deadline before is forgotten.</summary>
    /// <param name="deadlineMicroseconds">On the clock; long.MaxValue disarms.</param>
    public void Arm(long deadlineMicroseconds)
    {
        lock (_gate)
        {
            _deadline = deadlineMicroseconds;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join(JoinWaitMs);
    }

    private void Run()
    {
        // Where that is not permitted, deadlines are met as well as the load of the machine lets them be.
        ThreadUrgency.Raise();
        while (WaitForDeadline(out long deadline))
        {
            while (_clock() < deadline)
            {
                Thread.SpinWait(20);
            }

            if (TakeDeadline(deadline))
            {
                _due();
            }
        }
    }

    /// <summary>Returns near the deadline; false at the end.</summary>
    private bool WaitForDeadline(out long deadline)
    {
        lock (_gate)
        {
            while (!_ended)
            {
                deadline = _deadline;
                long left = deadline == long.MaxValue ? long.MaxValue : deadline - _clock();
                if (left <= SpinMicroseconds + MicrosecondsPerMs)
                {
                    return true;
                }

                long ms = (left - SpinMicroseconds - MicrosecondsPerMs) / MicrosecondsPerMs;
                Monitor.Wait(_gate, (int)Math.Clamp(ms, 1, LongestSleepMs));
            }
        }

        deadline = 0;
        return false;
    }

    private bool TakeDeadline(long deadline)
    {
        lock (_gate)
        {
            bool same = _deadline == deadline && !_ended;
            _deadline = same ? long.MaxValue : _deadline;
            return same;
        }
    }
}
