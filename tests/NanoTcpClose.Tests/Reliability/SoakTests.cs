using NanoTcpClose.Soak;
using NanoTcpClose.Soak.Attack;
using NanoTcpClose.Soak.Closes;
using NanoTcpClose.Soak.Damage;
using NanoTcpClose.Soak.Faults;
using NanoTcpClose.Tests.Docs;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>The short forms of what docs/reliability.md shows.</summary>
public sealed class SoakTests
{
    [Fact]
    public void BlindSegments_ChangeNothingButTheExactOnes()
    {
        Assert.Empty(AttackReport.Run(0.01).Broken);
    }

    [Fact]
    public void Flood_LeavesClosesAndBudgetsAlone()
    {
        Assert.Empty(FloodReport.Run(0.02).Broken);
    }

    /// <summary>
    /// The table in the document is what the faults do today. To renew it: Soak faults --write docs/reliability.md.
    /// </summary>
    [Fact]
    public void EveryFaultInEveryState_EndsAsTheTableSays()
    {
        Section table = FaultReport.Table();

        Assert.Empty(table.Broken);
        string document = System.IO.File
            .ReadAllText(System.IO.Path.Combine(RepositoryFile.Root, "docs", "reliability.md"));
        Assert.Contains(table.Text, document.ReplaceLineEndings("\n"), System.StringComparison.Ordinal);
    }

    [Fact]
    public void AllocationThatFails_WhileConstructing_LeavesEnginesUsable()
    {
        string text = ConstructionProbe.Run(out bool good);
        Assert.True(good, text);
    }

    [Fact]
    public void Closes_WithMixedFaults_AreAccountedForToTheLast()
    {
        Assert.Empty(ClosesReport.Run(0.003).Broken);
    }

    [Fact]
    public void DamagedLines_GiveNoWrongRecord_AndAnnounceEveryLoss()
    {
        Assert.Empty(DamageReport.Run(0.025).Broken);
    }
}
