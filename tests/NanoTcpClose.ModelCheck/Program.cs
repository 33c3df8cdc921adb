// Invariant: the last line is "S states, depth D, V violations"; the exit code is 0 only if there was none.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NanoTcpClose.ModelCheck;

/// <summary>
/// The command line: "--states N" in all (default 1,200,000); "--only TEXT": scenarios with this text in their name.
/// </summary>
internal static class Program
{
    private const int DefaultStates = 1_200_000;
    private const int Walks = 4000;

    public static int Main(string[] args)
    {
        int states = DefaultStates;
        string only = "";
        bool good = args.Length % 2 == 0;
        for (int k = 0; good && k < args.Length; k += 2)
        {
            only = args[k] == "--only" ? args[k + 1] : only;
            good = args[k] == "--only" || (args[k] == "--states" && int.TryParse(
                args[k + 1], NumberStyles.None, CultureInfo.InvariantCulture, out states) && states > 0);
        }

        if (!good)
        {
            Console.Error.WriteLine("usage: NanoTcpClose.ModelCheck [--states N] [--only TEXT]   (N at least 1)");
            return 2;
        }

        Scenario[] scenarios = Array.FindAll(
            Scenario.All, s => s.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
        if (scenarios.Length == 0)
        {
            Console.Error.WriteLine($"no scenario has \"{only}\" in its name; there are:");
            Console.Error.WriteLine(string.Join('\n', Scenario.All.Select(s => $"  {s.Name}")));
            return 2;
        }

        return Check(scenarios, states, Walks, Console.Out) == 0 ? 0 : 1;
    }

    /// <summary>Explores all scenarios and writes the report; gives the number of violations.</summary>
    internal static int Execute(int mostStates, int walks, TextWriter output)
    {
        return Check(Scenario.All, mostStates, walks, output);
    }

    private static int Check(Scenario[] scenarios, int mostStates, int walks, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var outcomes = new List<Outcome>();
        int left = mostStates;
        foreach (Scenario scenario in scenarios)
        {
            if (outcomes.Exists(o => o.Violation != null))
            {
                // One trace is enough to work on.
                break;
            }

            int share = Math.Max(1, left / (scenarios.Length - outcomes.Count));
            Outcome outcome = new Explorer(scenario).Run(share, walks);
            outcomes.Add(outcome);
            left -= Math.Min(share, outcome.States);
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
