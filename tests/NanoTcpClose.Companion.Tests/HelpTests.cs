using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Help;
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

    [Fact]
    public void Every_Command_Should_Document_Its_Exit_Codes_And_Every_Option()
    {
        foreach (Command command in Root.Commands())
        {
            foreach (Symbol symbol in command.Options.Concat<Symbol>(command.Arguments))
            {
                Assert.False(string.IsNullOrEmpty(symbol.Description), command.Name + " " + symbol.Name);
            }

            Assert.Contains("\nExit codes\n  0", HelpView.Render(command, 80));
        }
    }

    [Fact]
    public void Help_Should_Show_Headings_Examples_And_Exit_Codes_On_Out()
    {
        Golden.Equal("help-watch.txt", new Cli(null, "watch", "--help").Out);
        Golden.Equal("help-watch-80.txt", new Cli(null, s => s with { Width = 80 }, "watch", "--help").Out);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    public void Help_Should_Fit_The_Terminal(int width)
    {
        foreach (Command command in Root.Commands())
        {
            string[] path = HelpView.PathOf(command).Split(' ')[1..];
            string[] lines = new Cli(null, s => s with { Width = width }, [.. path, "--help"]).Out.Split('\n');
            IEnumerable<string> text = lines.Where(l => !l.StartsWith("  ntc ", StringComparison.Ordinal));
            Assert.All(text, l => Assert.True(l.Length <= width, l));
        }
    }

    private static RootCommand Tree()
    {
        return Root.Build(new CliStreams(TextWriter.Null, TextWriter.Null));
    }
}
