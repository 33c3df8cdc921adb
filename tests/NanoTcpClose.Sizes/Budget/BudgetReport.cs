// Invariant: the limits stand here once; the tool prints them, the document shows them, a test holds them.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Sizes.Budget;

/// <summary>The table of executed instructions, and whether each path is within its budget.</summary>
public static class BudgetReport
{
    /// <summary>DESIGN: an in-order closing segment, parse and trace included, without its checksum.</summary>
    public const int SegmentAim = 700;

    /// <summary>What a path may cost without its checksum; a little more than it does, so that a small mend is free.</summary>
    private static readonly Dictionary<string, int> s_limits = new()
    {
        ["close call in ESTABLISHED"] = 1500,
        ["FIN in ESTABLISHED"] = 2350,
        ["ACK of the FIN in FIN-WAIT-1"] = 1620,
        ["close call in CLOSE-WAIT"] = 1500,
        ["FIN in FIN-WAIT-2"] = 2660,
        ["ACK of the FIN in LAST-ACK"] = 1740,
        ["FIN again in TIME-WAIT"] = 1880,
        ["FIN in ESTABLISHED, closed from the event"] = 3020,
        ["FIN and ACK in FIN-WAIT-1"] = 3040,
        ["FIN in FIN-WAIT-1 (crossed)"] = 2300,
        ["ACK of the FIN in CLOSING"] = 1910,
        ["advance, nothing due"] = 70,
        ["FIN retransmitted"] = 1670,
        ["TIME-WAIT expires"] = 760,
        ["trace: transition written to the ring"] = 100,
        ["trace: transition to a binary frame"] = 1320,
        ["trace: transition to a text line"] = 4260,
        ["trace: segment written to the ring"] = 130,
        ["codec: 40-byte segment built"] = 540,
        ["codec: 40-byte segment parsed"] = 390,
        ["segment without a connection, answered by RST"] = 1240,
    };

    /// <summary>Prints the table, or for each path named the methods where its instructions go.</summary>
    public static int Print(TextWriter output, IReadOnlyList<string> paths)
    {
        IReadOnlyList<PathCost> costs = CountedEngine.Measure();
        foreach (string line in paths.Count == 0 ? Table(costs) : Details(costs, paths))
        {
            output.WriteLine(line);
        }

        IReadOnlyList<string> excesses = Excesses(costs);
        foreach (string excess in excesses)
        {
            Console.Error.WriteLine("over the budget: " + excess);
        }

        return excesses.Count == 0 ? 0 : 1;
    }

    public static IEnumerable<string> Table(IEnumerable<PathCost> costs)
    {
        yield return "| path | without checksum | budget | checksum | engine | codec | trace | calls |";
        yield return "|---|---:|---:|---:|---:|---:|---:|---:|";
        foreach (PathCost cost in costs)
        {
            yield return $"| {cost.Name} | {cost.WithoutChecksum} | {s_limits.GetValueOrDefault(cost.Name)} | {cost.Checksum}"
                + $" | {cost.Engine} | {cost.Codec} | {cost.Trace} | {cost.Calls} |";
        }
    }

    /// <summary>Paths over their budget, paths without one, and budgets without a path.</summary>
    public static IReadOnlyList<string> Excesses(IReadOnlyList<PathCost> costs)
    {
        IEnumerable<string> over = costs.Where(cost => cost.WithoutChecksum > s_limits.GetValueOrDefault(cost.Name))
            .Select(cost => $"{cost.Name}: {cost.WithoutChecksum}, budget {s_limits.GetValueOrDefault(cost.Name)}");
        IEnumerable<string> unused = s_limits.Keys.Where(name => costs.All(cost => cost.Name != name))
            .Select(name => $"{name}: budgeted but never played");
        return [.. over.Concat(unused)];
    }

    private static IEnumerable<string> Details(IReadOnlyList<PathCost> costs, IReadOnlyList<string> paths)
    {
        foreach (PathCost cost in costs.Where(cost => paths.Any(path => cost.Name.Contains(path, StringComparison.Ordinal))))
        {
            yield return $"{cost.Name}: {cost.Instructions}";
            foreach (MethodCost method in cost.Methods.OrderByDescending(method => method.Instructions))
            {
                yield return $"{method.Instructions,7} {method.Calls,4}  {method.Method}";
            }
        }
    }
}
