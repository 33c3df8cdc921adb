using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Report;

/// <summary>How many connections of a boot were in TIME-WAIT at each moment, from their transitions.</summary>
internal sealed class TimeWaitOccupancy
{
    internal TimeWaitOccupancy(EpochModel epoch)
    {
        List<(double AtMs, int Change)> changes = [];
        foreach (ConnectionModel connection in epoch.Connections)
        {
            foreach (Step step in connection.Steps)
            {
                if (step.To == TcpState.TimeWait)
                {
                    changes.Add((step.AtMs, 1));
                }
                else if (step.From == TcpState.TimeWait && step.StayedMs is not null)
                {
                    changes.Add((step.AtMs, -1));
                }
                else if (step.From == TcpState.TimeWait)
                {
                    Unseen++;
                }
            }
        }

        int count = 0;
        List<(double, int)> points = [];
        foreach ((double at, int change) in changes.OrderBy(c => c.AtMs).ThenBy(c => c.Change))
        {
            count += change;
            points.Add((at, count));
            if (count > Peak)
            {
                Peak = count;
                PeakMs = at;
            }
        }

        Points = points;
    }

    /// <summary>The count after each change, in order.</summary>
    internal IReadOnlyList<(double AtMs, int Count)> Points { get; }

    /// <summary>The highest count.</summary>
    internal int Peak { get; }

    /// <summary>When it was first reached.</summary>
    internal double PeakMs { get; }

    /// <summary>Entries of which only the end was seen; they are not counted.</summary>
    internal int Unseen { get; }
}
