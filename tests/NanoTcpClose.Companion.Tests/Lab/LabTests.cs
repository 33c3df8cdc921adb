using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Lab;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Lab;

/// <summary>Every scenario of the lab in virtual time, and what the command makes of it.</summary>
public sealed class LabTests
{
    public static TheoryData<string> Names { get; } = [.. LabRunner.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_Come_Out_As_Stated(string name)
    {
        Cli run = new(null, Narrow, "lab", name);
        Assert.Equal($"--- 1 of 1 scenarios as stated\n", run.Err);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.DoesNotContain('\x1b', run.Out);
        Assert.DoesNotContain(run.Out, c => c > '~');
        Assert.DoesNotContain(run.Out.Split('\n'), line => line.Length > 80 && !IsHeadOfFlow(line));
        Assert.Contains("On a board:", run.Out);
    }

    [Fact]
    public void Should_Have_Seventeen_Scenarios_With_Names_Of_Their_Own()
    {
        List<string> names = [.. LabRunner.All.SelectMany(s => new[] { s.Name }.Concat(s.Aliases))];
        Assert.Equal(17, LabRunner.All.Count);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, n => Assert.NotNull(LabRunner.Find(n)));
    }

    [Fact]
    public void Should_Show_The_Same_In_Every_Run()
    {
        Cli first = new(null, "lab", "lost-final-ack");
        Cli second = new(null, "lab", "lost-final-ack");
        Assert.Equal(first.Out, second.Out);
    }

    [Fact]
    public void Should_List_Name_And_Claim()
    {
        Cli run = new(null, Narrow, "lab");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.All(LabRunner.All, s => Assert.Contains("\n" + s.Name + " ", "\n" + run.Out));
        Assert.DoesNotContain(run.Out.Split('\n'), line => line.Length > 80);
    }

    [Fact]
    public void Should_Write_One_Object_A_Scenario()
    {
        Cli run = new(null, "lab", "four-way", "--json");
        JsonElement root = JsonDocument.Parse(run.Out).RootElement;
        Assert.True(root.GetProperty("asStated").GetBoolean());
        JsonElement engine = root.GetProperty("columns")[0];
        Assert.Equal(4, engine.GetProperty("steps").GetArrayLength());
        Assert.Equal("TIME-WAIT", engine.GetProperty("steps")[3].GetProperty("client").GetString());
        Assert.Equal("CLOSED", engine.GetProperty("steps")[3].GetProperty("server").GetString());
    }

    [Fact]
    public void Should_Play_By_An_Alias()
    {
        Assert.StartsWith("== fin-wait-2-forever ==", new Cli(null, "lab", "last-ack-zombie").Out);
    }

    [Theory]
    [InlineData("there is no scenario five-way", "lab", "five-way")]
    [InlineData("lab takes a name or --all, not both", "lab", "four-way", "--all")]
    [InlineData("lab --kernel needs a name or --all", "lab", "--kernel")]
    public void Should_Exit_2_And_Say_What_Is_Wrong(string message, params string[] line)
    {
        Cli run = new(null, line);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Err);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public void Should_Not_Be_Good_When_One_Outcome_Is_Not_As_Stated()
    {
        LabResult result = LabRunner.Run(new WrongScenario(), kernel: false);
        Assert.False(result.Good);
        Assert.Equal(1, result.Engine.AsStated);
        Assert.Equal(2, result.Engine.Stated);
    }

    [Fact]
    public void Should_Not_Be_Good_When_The_Script_Stops()
    {
        LabResult result = LabRunner.Run(new WrongScenario(stops: true), kernel: false);
        Assert.False(result.Good);
        Assert.Contains("sent none", result.Engine.Failure);
    }

    // The names over the two lifelines stick out to the right of a narrow flow.
    private static bool IsHeadOfFlow(string line)
    {
        return line.StartsWith("                            ", StringComparison.Ordinal) && !line.Contains('|');
    }

    private static CliStreams Narrow(CliStreams streams)
    {
        return streams with { Width = 80 };
    }
}
