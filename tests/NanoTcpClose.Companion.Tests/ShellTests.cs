using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>
/// The completion of each shell, asked as the shell itself asks it. Where a shell is not installed its test skips.
/// </summary>
public sealed class ShellTests : IDisposable
{
    // Types a line into an interactive zsh, presses Tab, and prints what stands there then.
    private const string Typist = """
        zmodload zsh/zpty
        zpty z env TERM=dumb PS1=READY zsh -f -i
        zpty -w z "ntc() { echo /dev/ttyUSB7; }; autoload -Uz compinit; compinit -u -D; source $1; print -r -- LOA''DED"
        out=''; repeat 600 { zpty -r -t z piece && out+=$piece; [[ $out == *LOADED* ]] && break; sleep 0.05 }
        zpty -w -n z "$2"$'\t'
        out=''; repeat 600 { zpty -r -t z piece && out+=$piece; [[ $out == *"$3"* ]] && break; sleep 0.05 }
        print -r -- "$out"
        zpty -d z
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("ntc wa", "watch")]
    [InlineData("ntc watch --on", "--only")]
    [InlineData("ntc watch --only c", "closes")]
    [InlineData("ntc watch /dev/ttyU", "/dev/ttyUSB7")]
    [InlineData("ntc complete z", "zsh")]
    [InlineData("ntc export o", "otlp")]
    public void Zsh_Should_Complete_At_The_Tab_Key(string line, string expected)
    {
        string typist = Write("typist.zsh", Typist);
        string screen = Ask("zsh", "-f", typist, Script("zsh"), line, expected);
        Assert.EndsWith(line[..(line.LastIndexOf(' ') + 1)] + expected, screen.TrimEnd());
    }

    [Theory]
    [InlineData("ntc wa", "watch")]
    [InlineData("ntc watch --on", "--only")]
    [InlineData("ntc watch --only ", "all closes faults")]
    [InlineData("ntc watch /dev/ttyU", "/dev/ttyUSB7")]
    [InlineData("ntc complete ", "bash fish pwsh zsh")]
    [InlineData("ntc export ", "csv otlp")]
    public void Fish_Should_Complete(string line, string expected)
    {
        string program = "function ntc; echo /dev/ttyUSB7; end; source " + Script("fish") + "; complete -C '" + line
            + "'";
        string[] words = [.. Ask("fish", "-N", "-c", program).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split('\t')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Theory]
    [InlineData("ntc wa", "watch")]
    [InlineData("ntc watch --on", "--only")]
    [InlineData("ntc watch --only ", "all closes faults")]
    [InlineData("ntc watch /dev/ttyU", "/dev/ttyUSB7")]
    [InlineData("ntc export o", "otlp")]
    public void PowerShell_Should_Complete(string line, string expected)
    {
        string program = "function ntc { '/dev/ttyUSB7' }; . " + Script("pwsh") + "; (TabExpansion2 '" + line + "' "
            + line.Length + ").CompletionMatches.CompletionText";
        string[] words = Ask("pwsh", "-NoProfile", "-NonInteractive", "-Command", program)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, string.Join(' ', words.Select(w => w.Trim()).Order(StringComparer.Ordinal)));
    }

    private string Script(string shell)
    {
        return Write("ntc." + (shell == "pwsh" ? "ps1" : shell), new Cli(null, "complete", shell).Out);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Ask(string shell, params string[] arguments)
    {
        ProcessStartInfo start = new(shell, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Assert.Skip(shell + " is not installed");
        }

        using (process)
        {
            process!.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output;
        }
    }
}
