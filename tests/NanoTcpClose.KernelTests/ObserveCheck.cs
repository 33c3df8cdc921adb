// Invariant: a disagreement is unmarked unless the observer's own mark stands on the first step that differs, or on
// the last step before it where the observer stopped short.

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.KernelTests;

/// <summary>Holds what the observer told against what the kernel's tracepoint and sock_diag say.</summary>
internal sealed class ObserveCheck
{
    private readonly List<string> _unmarked = new List<string>();
    private readonly bool _longerThanTimeWait;
    private readonly bool _inOneCall;
    private int _marked;
    private int _late;

    internal ObserveCheck(ObserveLab lab)
    {
        _longerThanTimeWait = lab.IsOlderThanTimeWait;
        _inOneCall = lab.Monitor.ClosesInOneCall;
        foreach (ObserveCase one in lab.Cases)
        {
            Compare(one, lab.Spy.StepsOf(one.Handle), lab.KernelPath(one));
        }
    }

    /// <summary>Wrong without a mark: must be none.</summary>
    internal IReadOnlyList<string> Unmarked => _unmarked;

    /// <summary>Wrong, and said so.</summary>
    internal int Marked => _marked;

    /// <summary>
    /// Closed in one call: our FIN was told unmarked though the peer's had come before it, in the microseconds before the
    /// call and without a copy, and the mark came with the next step.
    /// </summary>
    internal int Late => _late;

    private static List<(TcpState State, bool Marked)> Told(List<ObserveStep> steps)
    {
        List<(TcpState State, bool Marked)> told = new List<(TcpState, bool)>();
        foreach (ObserveStep step in steps)
        {
            if (step.From == TcpState.TimeWait)
            {
                // The tracepoint's socket ended when TIME-WAIT began.
                continue;
            }

            if (step.To == TcpState.TimeWait && step.From == TcpState.FinWait1)
            {
                // One segment with FIN and ACK: Linux passes FIN-WAIT-2 on the way, RFC 9293 does not.
                told.Add((TcpState.FinWait2, step.Marked));
            }

            told.Add((step.To == TcpState.TimeWait ? TcpState.Closed : step.To, step.Marked));
        }

        return told;
    }

    private void Compare(ObserveCase one, List<ObserveStep> steps, TcpState[] kernel)
    {
        List<(TcpState State, bool Marked)> told = Told(steps);
        int same = 0;
        while (same < told.Count && same < kernel.Length && told[same].State == kernel[same])
        {
            same++;
        }

        bool differs = same < told.Count || same < kernel.Length;
        bool marked = differs && told.Count > 0 && told[Math.Min(same, told.Count - 1)].Marked;

        // A kernel's timer fires up to two seconds late, and the observer counts the slot as held for the whole of them.
        bool overdue = one.Settled == TcpState.TimeWait && one.KernelSettled == TcpState.Closed && _longerThanTimeWait;
        bool stateDiffers = one.Settled != one.KernelSettled && !overdue;
        bool stateMarked = one.SettledMark || steps.Any(step => step.To == one.Settled && step.Marked);
        bool late = _inOneCall && differs && !marked && same < told.Count - 1 && told[same + 1].Marked
            && told[same].State == TcpState.FinWait1;
        if (late && !(stateDiffers && !stateMarked))
        {
            _late++;
        }
        else if ((differs && !marked) || (stateDiffers && !stateMarked))
        {
            _unmarked.Add(
                $"{one.Kind} {one.BoardPort}>{one.PeerPort}: told {string.Join(' ', steps.Select(Text))}, "
                + $"at rest {one.Settled}; kernel {string.Join(' ', kernel)}, at rest {one.KernelSettled}");
        }
        else if (differs || stateDiffers)
        {
            _marked++;
        }
    }

    private static string Text(ObserveStep step)
    {
        return $"{step.To}{(step.Marked ? "?" : string.Empty)}({step.Cause})";
    }
}
