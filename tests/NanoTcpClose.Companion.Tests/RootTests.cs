using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class RootTests
{
    [Fact]
    public void Should_Print_Help_On_Out_And_Nothing_On_Err()
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = Root.Run(["--help"], new CliStreams(output, error));
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("TCP close", output.ToString());
        Assert.Equal("", error.ToString());
    }
}
