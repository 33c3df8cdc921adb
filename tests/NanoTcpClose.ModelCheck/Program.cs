// Invariant: the last line is "S states, depth D, V violations"; the exit code is 0 only if there was none.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NanoTcpClose.ModelCheck;

/// <summary>The command line: "--states N" in all (default 1,200,000).</summary>
internal static class Program
{
    private const int DefaultStates = 1_200_000;
    private const int Walks = 4000;

    public static int Main(string[] args)
    {
        int states = DefaultStates;
        bool good = args.Length == 0 || (args.Length == 2 && args[0] == "--states"
            && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out states) && states > 0);
        if (!good)
        {
            Console.Error.WriteLine("usage: NanoTcpClose.ModelCheck [--states N]   (N at least 1)");
            return 2;
        }

        return Execute(states, Walks, Console.Out) == 0 ? 0 : 1;
    }

    /// <summary>Explores all scenarios and writes the report; gives the number of violations.</summary>
    internal static int Execute(int mostStates, int walks, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var outcomes = new List<Outcome>();
        int share = Math.Max(1, mostStates / Scenario.All.Length);
        foreach (Scenario scenario in Scenario.All)
        {
            if (outcomes.Exists(o => o.Violation != null))
            {
                // One trace is enough to work on.
                break;
            }

            Outcome outcome = new Explorer(scenario).Run(share, walks);
            outcomes.Add(outcome);
            string more = outcome.Complete ? "complete" : "bounded";
            output.WriteLine($"{outcome.Scenario}: {outcome.States} states, {outcome.Transitions} transitions, depth {outcome.Depth}, "
                + $"{outcome.Ends} ends played out, {more}, {watch.Elapsed.TotalSeconds:F1} s");
            Explain(outcome, output);
        }

        int violations = outcomes.Count(o => o.Violation != null);
        output.WriteLine($"{outcomes.Sum(o => o.States)} states, depth {outcomes.Max(o => o.Depth)}, {violations} violations");
        return violations;
    }

    private static void Explain(Outcome outcome, TextWriter output)
    {
        if (outcome.Violation != null)
        {
            output.WriteLine($"  VIOLATION: {outcome.Violation}");
            foreach (string line in outcome.Trace)
            {
                output.WriteLine($"    {line}");
            }
        }
    }
}
