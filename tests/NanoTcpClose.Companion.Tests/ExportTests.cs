using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class ExportTests
{
    [Theory]
    [InlineData("closes.csv", "closes")]
    [InlineData("transitions.csv", "transitions")]
    public void Should_Write_Golden_Rows(string golden, string rows)
    {
        Cli run = new(null, "export", "csv", Samples.Demo, "--rows", rows);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal("", run.Err);
        Golden.Equal(golden, run.Out);
    }

    [Fact]
    public void Should_Write_The_Same_Into_A_File()
    {
        string file = Path.GetTempFileName();
        Cli run = new(null, "export", "csv", Samples.Demo, "-o", file);
        string written = File.ReadAllText(file);
        File.Delete(file);
        Assert.Equal("--- written to " + file + "\n", run.Err);
        Assert.Equal("", run.Out);
        Assert.Equal(new Cli(null, "export", "csv", Samples.Demo).Out, written);
    }
}
