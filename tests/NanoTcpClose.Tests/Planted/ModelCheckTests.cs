using System;
using System.IO;
using NanoTcpClose.ModelCheck;
using Xunit;

namespace NanoTcpClose.Tests.Planted;

/// <summary>The short form of the model check; the full one is a program of its own that .ci/run starts.</summary>
public sealed class ModelCheckTests
{
    private const int States = 16_000;
    private const int Walks = 60;

    [Fact]
    public void ModelCheck_EveryScenario_HoldsTheInvariants()
    {
        var report = new StringWriter();
        int violations = NanoTcpClose.ModelCheck.Program.Execute(States, Walks, report);
        Assert.True(violations == 0, report.ToString());
        Assert.EndsWith(", 0 violations\n", report.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void ModelCheck_SmallScenario_IsExploredToItsEnd()
    {
        Outcome outcome = new Explorer(Scenario.All[2]).Run(100_000, 0);
        Assert.StartsWith("small: ", outcome.Scenario);
        Assert.Null(outcome.Violation);
        Assert.True(outcome.Complete, $"{outcome.States} states are not all");
    }

    [Fact]
    public void EngineImage_SaveAndLoad_BringsTheWholeStateBack()
    {
        var world = new World(Array.Find(Scenario.All, s => s.CallsOfA.Length == 2)!);
        var before = new Snapshot(world.ImageSize);
        world.Save(before);
        ulong hash = world.Hash();
        world.Make(Move.CallOfA, 0);
        world.Make(Move.CallOfA, 1);
        world.Make(Move.Deliver, 0);
        world.Make(Move.Time, 0);
        Assert.NotEqual(hash, world.Hash());
        world.Load(before);
        Assert.Equal(hash, world.Hash());
        var after = new Snapshot(world.ImageSize);
        world.Save(after);
        Assert.Equal(before.ImageA, after.ImageA);
        Assert.Equal(before.ImageB, after.ImageB);
    }
}
