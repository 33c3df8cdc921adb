using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_Script_Should_Know_Every_Command_And_Ask_For_Ports(string shell)
    {
        Cli run = new(null, "complete", shell);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.All(Root.Build(new CliStreams(TextWriter.Null, TextWriter.Null)).Subcommands,
            c => Assert.Contains(c.Name, run.Out));
        Assert.Contains("ntc complete", run.Out);
        Assert.Contains("--ports", run.Out);
        Assert.DoesNotContain("\r", run.Out);
    }

    [Fact]
    public void Ports_Should_Be_Listed_For_The_Scripts()
    {
        Cli run = new(null, s => s with { FindPorts = () => Ports.Of(Ports.Own, Ports.Classic) }, "complete", "bash",
            "--ports");
        Assert.Equal("/dev/ttyS0\n/dev/ttyUSB0\n", run.Out);
        Assert.Equal(ExitCode.Usage, new Cli(null, "complete", "tcsh").Code);
    }

    [Theory]
    [InlineData("ntc wa", 1, "watch")]
    [InlineData("ntc watch --on", 2, "--only")]
    [InlineData("ntc watch --only ", 3, "all closes faults")]
    [InlineData("ntc watch /dev/ttyU", 2, "/dev/ttyUSB7")]
    [InlineData("ntc complete ", 2, "bash fish pwsh zsh")]
    public void Bash_Should_Complete(string line, int word, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not here");
        string script = new Cli(null, "complete", "bash").Out;
        string words = string.Join(' ', line.Split(' ').Select(w => "'" + w + "'"));
        string program = "ntc() { echo /dev/ttyUSB7; }\n" + script + "\nCOMP_WORDS=(" + words + "); COMP_CWORD=" + word
            + "\n_ntc; printf '%s\\n' \"${COMPREPLY[@]}\" | sort | paste -sd' '";
        using Process bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", program])
        {
            RedirectStandardOutput = true,
        })!;
        string output = bash.StandardOutput.ReadToEnd().Trim();
        bash.WaitForExit();
        string[] seen = [.. output.Split(' ').Where(w => expected.Contains(' ') ? !w.StartsWith('-') : w == expected)];
        Assert.Equal(expected, string.Join(' ', seen.Where(w => w != "/dev/ttyUSB7" || expected == w)));
    }

    [Fact]
    public void The_Man_Page_Should_Name_Every_Command_And_Option()
    {
        string page = new Cli(null, "man").Out;
        Assert.StartsWith(".TH NTC 1", page);
        foreach (System.CommandLine.Command command in Root.Commands())
        {
            Assert.Contains(".SS ntc ", page);
            Assert.All(command.Options.Where(o => !o.Hidden), o => Assert.Contains(o.Name.Replace("-", "\\-"), page));
        }
    }
}
