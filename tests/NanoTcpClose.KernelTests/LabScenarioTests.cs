using System.Linq;
using NanoTcpClose.Companion.Lab;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Scenarios of `ntc lab` beside the kernel; all of them are played by `ntc lab --all --kernel` in CI.</summary>
public sealed class LabScenarioTests
{
    [Theory]
    [InlineData("four-way")]
    [InlineData("three-segment")]
    [InlineData("simultaneous")]
    [InlineData("half-close")]
    [InlineData("lost-final-ack")]
    [InlineData("old-duplicate")]
    [InlineData("no-time-wait")]
    public void Scenario_BesideTheKernel_BothColumnsAreAsStated(string name)
    {
        Kernel.Require();
        LabResult result = LabRunner.Run(LabRunner.Find(name)!, kernel: true);
        Assert.Null(result.Kernel!.Failure);
        Assert.DoesNotContain(result.Columns.SelectMany(c => c.Figures), f => !f.Good);
        Assert.True(result.Good);
        Assert.All(result.Differences(), d => Assert.NotEqual("", d.Why));
    }
}
