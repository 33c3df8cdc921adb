using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Fuzz;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>
/// The short form of the fuzzer: every committed input again, and a fixed number of generated ones for each target.
/// </summary>
public sealed class FuzzTests
{
    private const int Inputs = 300;

    public static TheoryData<string> Targets => [.. TargetList.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void CommittedInputs_HoldAllInvariants(string name)
    {
        FuzzTarget target = TargetList.All().Single(one => one.Name == name);
        foreach (byte[] seed in target.Seeds())
        {
            Assert.Null(FuzzRunner.Try(target, seed));
        }

        foreach (CorpusEntry entry in Corpus.Read(name))
        {
            Exception? problem = FuzzRunner.Try(target, entry.Content);
            Assert.True(problem is null, $"{entry.Name}: {problem?.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void GeneratedInputs_HoldAllInvariants(string name)
    {
        using StringWriter output = new();
        FuzzTarget target = TargetList.All().Single(one => one.Name == name);
        FuzzRunner runner = new(target, 1, output) { Folder = Path.GetTempPath() };

        runner.Run(TimeSpan.FromMinutes(2), Inputs);

        Assert.True(runner.Failures == 0 && runner.Inputs == Inputs, output.ToString());
    }

    [Fact]
    public void BrokenTarget_IsReportedWithSeedAndInput()
    {
        using StringWriter output = new();
        FuzzRunner runner = new(new BrokenTarget(), 7, output) { Folder = Path.GetTempPath() };

        runner.Run(TimeSpan.FromMinutes(2), 1000);

        Assert.True(runner.Failures > 0);
        Assert.Contains("seed 7, input ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("hex ", output.ToString(), StringComparison.Ordinal);
        string file = output.ToString().Split("--replay ")[1].Split('\n')[0];
        Assert.NotNull(FuzzRunner.Try(new BrokenTarget(), File.ReadAllBytes(file)));
    }

    [Theory]
    [InlineData("--replay x", "need --target")]
    [InlineData("--target nothing", "'--target nothing' is not understood")]
    [InlineData("--seconds many", "'--seconds many' is not understood")]
    [InlineData("--seed", "is not understood")]
    public void BadCommandLine_IsRefusedWithAReason(string line, string reason)
    {
        Assert.Null(FuzzOptions.Read(line.Split(' '), out string problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }
}
