using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Sizes.Budget;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class InstructionBudgetTests
{
    /// <summary>The document's numbers may lag behind a small mend by this much before it must be written anew.</summary>
    private const double Tolerance = 0.1;

    private static readonly Lazy<IReadOnlyList<PathCost>> s_costs = new(CountedEngine.Measure);

    [Fact]
    public void EveryPath_IsWithinItsBudget()
    {
        Expect.None(BudgetReport.Excesses(s_costs.Value));
    }

    [Fact]
    public void Excesses_NamesAPathOverItsBudgetAndABudgetWithoutAPath()
    {
        PathCost heavy = new("advance, nothing due", ["CloseEngine.Advance"], [100000, 1]);

        IReadOnlyList<string> excesses = BudgetReport.Excesses([heavy]);

        Expect.One(excesses, "advance, nothing due: 100000");
        Assert.Contains(excesses, excess => excess.EndsWith("budgeted but never played", StringComparison.Ordinal));
    }

    [Fact]
    public void Measure_CountsWhatRuns()
    {
        PathCost record = s_costs.Value.Single(cost => cost.Name == "trace: transition written to the ring");

        Assert.Equal(1, record.Methods.Single(method => method.Method == "TraceRing.Transition").Calls);
        Assert.Equal(record.Instructions, record.Trace);
        Assert.True(record.Instructions > 40, "a record of four words cannot be written in fewer instructions");
    }

    [Fact]
    public void Document_ShowsTheseCosts()
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryLayout.Root, "docs/performance.md"));
        foreach (PathCost cost in s_costs.Value)
        {
            string row = lines.Single(line => line.StartsWith($"| {cost.Name} | ", StringComparison.Ordinal));
            int shown = int.Parse(row.Split('|')[2], System.Globalization.CultureInfo.InvariantCulture);
            double off = Math.Abs(shown - cost.WithoutChecksum) / (double)cost.WithoutChecksum;
            Assert.True(
                off <= Tolerance,
                $"{cost.Name}: {cost.WithoutChecksum} instructions, docs/performance.md says {shown}: replace its table by"
                + " the output of 'dotnet run -c Release --project tests/NanoTcpClose.Sizes -- instructions'");
        }
    }
}
