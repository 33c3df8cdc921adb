using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.Sockets;
using NanoTcpClose.VirtualBoard.Linux;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>One run of many real connections: all kinds, from both sides, several at a time.</summary>
internal static class ObserveRun
{
    /// <summary>Another number in this variable hides other copies and draws other numbers.</summary>
    private const string SeedVariable = "NTC_SEED";

    private const int CollectEvery = 50;

    /// <param name="connections">How many.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="hidden">How many of 256 copies the tap does not get.</param>
    /// <param name="harm">Which share of packets the wire loses, repeats and delays, each.</param>
    /// <param name="inOneCall">Whether sockets close as on a board, without a shutdown before.</param>
    /// <returns>The line that tells the result.</returns>
    internal static string Play(int connections, int workers, int hidden, double harm, bool inOneCall = false)
    {
        Kernel.Require();
        int seed = int.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? "0", CultureInfo.InvariantCulture);
        Stopwatch watch = Stopwatch.StartNew();
        StackProfile profile = StackProfile.Linux();
        profile.ResetEndsTimeWait = hidden == 0;
        using ObserveLab lab = new ObserveLab(connections + 64, TapMode.Always, profile);
        if (hidden != 0)
        {
            // A RST without a copy that ends TIME-WAIT is beyond any mark (docs/profiles.md): here the kernel ignores it.
            lab.Wire.Board.SetParameter("net.ipv4.tcp_rfc1337", "1");
        }

        lab.Monitor.HideCopies(hidden, seed);
        lab.Monitor.ClosesInOneCall = inOneCall;
        Random wire = new Random(7 + seed);
        if (harm > 0)
        {
            lab.Wire.Rule((_, _) => Fate(wire.NextDouble(), harm));
        }

        ObservePlayer player = new ObservePlayer(lab, harm > 0 || workers > 1);
        int next = 0;
        Task[] tasks = Enumerable.Range(0, workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                Random dice = new Random((seed * workers) + worker);
                int number;
                while ((number = Interlocked.Increment(ref next)) <= connections)
                {
                    string[] kinds = ObservePlayer.Kinds;
                    player.Play(kinds[number % kinds.Length], (number / kinds.Length) % 2 == 0, dice);
                    if (number % CollectEvery == 0)
                    {
                        lab.Collect();
                    }
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(tasks);
        lab.Wire.Rule(null);
        lab.Settle();
        ObserveCheck check = new ObserveCheck(lab);
        int closes = lab.Cases.Count(one => lab.Spy.StepsOf(one.Handle).Any(step => step.Marked));
        string line = $"observe{(inOneCall ? ", closed in one call" : string.Empty)}: {lab.Cases.Count} connections, "
            + $"{closes * 100.0 / connections:F1} % with a mark, {lab.Spy.Count} transitions, {lab.Spy.Marked} marked, "
            + $"{lab.Spy.Settled} settled by evidence, copies hidden {hidden * 100.0 / 256:F0} %, "
            + $"packets harmed {lab.Wire.Harmed}, tap saw {lab.Monitor.Tap.Seen}; "
            + $"disagreements: {check.Unmarked.Count} without a mark, {check.Marked} marked, {check.Late} marked late; "
            + $"{watch.Elapsed.TotalSeconds:F0} s";
        Console.WriteLine(line);
        Assert.True(check.Unmarked.Count == 0, line + "\n" + string.Join("\n", check.Unmarked.Take(10)));
        bool few = check.Marked * 50 <= lab.Cases.Count;
        Assert.True(hidden != 0 || few, line + ": more marked ones than the races explain");
        Assert.Equal(connections, lab.Cases.Count);
        return line;
    }

    private static WireFate Fate(double dice, double harm)
    {
        return dice < harm ? WireFate.Drop
            : dice < 2 * harm ? WireFate.Double
            : dice < 3 * harm ? WireFate.Late : WireFate.Pass;
    }
}
