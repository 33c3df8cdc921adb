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

    /// <summary>Prints the table, or for each path named the methods where its instructions go.</summary>
    public static int Print(TextWriter output, IReadOnlyList<string> paths)
    {
        IReadOnlyList<PathCost> costs = CountedEngine.Measure();
        foreach (string line in paths.Count == 0 ? Table(costs) : Details(costs, paths))
        {
            output.WriteLine(line);
        }

        return 0;
    }

    public static IEnumerable<string> Table(IEnumerable<PathCost> costs)
    {
        yield return "| path | without checksum | checksum | engine | codec | trace | calls |";
        yield return "|---|---:|---:|---:|---:|---:|---:|";
        foreach (PathCost cost in costs)
        {
            yield return $"| {cost.Name} | {cost.WithoutChecksum} | {cost.Checksum} | {cost.Engine} | {cost.Codec}"
                + $" | {cost.Trace} | {cost.Calls} |";
        }
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
