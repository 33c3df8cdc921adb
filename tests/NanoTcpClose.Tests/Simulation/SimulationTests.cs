using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Tests.Docs;
using Xunit;

namespace NanoTcpClose.Tests.Simulation;

/// <summary>
/// All kinds of close over a network that loses up to half of everything, near the wrap of sequence numbers.
/// </summary>
public sealed class SimulationTests
{
    private const string Snapshot = "tests/NanoTcpClose.Tests/Simulation/close-by-loss.txt";
    private const int Seeds = 4;

    private static readonly int[] s_losses = [0, 5, 10, 20, 30, 40, 50];
    private static readonly int[] s_windows = [100, 536, 65535];
    private static readonly uint[] s_isns = [0xFFFFFFF0, 0x7FFFFFF0, 5];

    [Fact]
    public void EveryClose_OverARoughNetwork_EndsAsTheSnapshotSays()
    {
        var table = new StringBuilder(
            "# Close over a rough network, virtual time. Loss is also the share of reordered segments,");
        table.Append(" half of it that of doubled ones.\n");
        table.Append("# loss %, closes, gave up, close time ms (median, 95 %), retransmissions a close\n");
        foreach (int loss in s_losses)
        {
            List<SimulatedClose> closes = Runs(loss).Select(Play).ToList();
            List<long> times = closes.Select(c => c.CloseMicroseconds / 1000).Order().ToList();
            double again = closes.Average(c => (double)c.Retransmissions);
            table.Append(CultureInfo.InvariantCulture, $"{loss,2} {closes.Count} {closes.Count(c => c.GaveUp),3} ");
            table.Append(CultureInfo.InvariantCulture,
                $"{times[times.Count / 2],6} {times[times.Count * 95 / 100],7} {again,6:F2}\n");
        }

        RepositoryFile.MustEqual(Snapshot, table.ToString());
    }

    private static IEnumerable<SimulationRun> Runs(int loss)
    {
        return from seed in Enumerable.Range(1, Seeds)
               from kind in Enum.GetValues<CloseKind>()
               from window in s_windows
               from isn in s_isns
               select new SimulationRun(seed + (loss * 100), loss, kind, window, isn);
    }

    private static SimulatedClose Play(SimulationRun run)
    {
        try
        {
            var close = new SimulatedClose(run);
            close.Play();
            return close;
        }
        catch (Exception e)
        {
            // The run is the whole recipe: new SimulatedClose(new SimulationRun(...)).Play() plays it again.
            throw new InvalidOperationException($"{run}: {e.Message}", e);
        }
    }
}
