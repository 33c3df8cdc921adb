using System.CommandLine;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands =>
        [.. Tree().Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_Command_Should_Show_Three_Examples_That_Parse(string name)
    {
        Command command = Tree().Subcommands.First(c => c.Name == name);
        Assert.Equal(3, Examples.Of(command).Count);
        Assert.Contains(Examples.Of(command), e => e.Words()[0] == name);
        Cli help = new(null, name, "--help");
        Assert.Equal(ExitCode.Ok, help.Code);
        Assert.Equal("", help.Err);
        foreach (Example example in Examples.Of(command))
        {
            Assert.Contains("  ntc " + example.Line, help.Out);
            Assert.True(Root.Understands(example.Words(), out string problem), example.Line + ": " + problem);
        }
    }

    private static RootCommand Tree()
    {
        return Root.Build(new CliStreams(TextWriter.Null, TextWriter.Null));
    }
}
