using System.Collections.Generic;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.KernelTests;

/// <summary>Keeps every transition that the observer tells, by connection. Called under the monitor's lock.</summary>
internal sealed class ObserveSpy : IObserverSink
{
    private readonly Dictionary<int, List<ObserveStep>> _steps = new Dictionary<int, List<ObserveStep>>();
    private readonly List<CloseEvent> _events = new List<CloseEvent>();

    internal IReadOnlyList<CloseEvent> Events => _events;

    /// <summary>How many transitions carried a mark.</summary>
    internal int Marked { get; private set; }

    /// <summary>How many transitions there were.</summary>
    internal int Count { get; private set; }

    /// <summary>How many uncertain states a later segment settled.</summary>
    internal int Settled { get; private set; }

    public void Moved(int handle, TcpState from, TcpState to, TransitionCause cause, int flags)
    {
        if (!_steps.TryGetValue(handle, out List<ObserveStep>? steps))
        {
            steps = new List<ObserveStep>();
            _steps.Add(handle, steps);
        }

        steps.Add(new ObserveStep(from, to, cause, flags != 0));
        Count++;
        Marked += flags != 0 ? 1 : 0;
        Settled += cause == TransitionCause.Evidence ? 1 : 0;
    }

    public void Noted(int handle, CloseEvent what, int value)
    {
        _events.Add(what);
        Settled += what == CloseEvent.StateUncertain && value == 0 ? 1 : 0;
    }

    internal List<ObserveStep> StepsOf(int handle)
    {
        return _steps.TryGetValue(handle, out List<ObserveStep>? steps) ? steps : new List<ObserveStep>();
    }
}
