using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Every command line of the README parses, names existing projects, and its nanoff lines are what `flash` calls.</summary>
public sealed class ReadmeCommandTests
{
    private const string Ntc = "dotnet run --project src/NanoTcpClose.Companion -- ";

    [Fact]
    public void Every_Ntc_Line_Should_Parse()
    {
        string[] lines = [.. Indented().Where(l => l.StartsWith(Ntc, System.StringComparison.Ordinal))];
        Assert.True(lines.Length >= 5, "the README has lost its command lines");
        foreach (string line in lines)
        {
            Assert.True(Root.Understands(line[Ntc.Length..].Split(' '), out string problem), line + ": " + problem);
        }
    }

    [Fact]
    public void Every_Nanoff_Line_Should_Be_One_That_Flash_Calls()
    {
        string[] dry = [.. Indented().Where(l => l.StartsWith(Ntc + "flash ", System.StringComparison.Ordinal))
            .SelectMany(l => new Cli(null, [.. l[Ntc.Length..].Split(' '), "--dry-run"]).Out.TrimEnd().Split('\n'))];
        string[] written = [.. Indented().Where(l => l.StartsWith("nanoff ", System.StringComparison.Ordinal))];
        Assert.Equal(6, written.Length);
        Assert.Equal(written, dry);
    }

    [Fact]
    public void Every_Other_Line_Should_Be_Known()
    {
        IEnumerable<string> others = Indented().Where(l => l.StartsWith("dotnet ", System.StringComparison.Ordinal)
            && !l.StartsWith(Ntc, System.StringComparison.Ordinal));
        Assert.Equal(["dotnet test", Nanoff.Install], others);
        Assert.True(Directory.Exists(Path.Combine(Repository(), "src", "NanoTcpClose.Companion")));
        Assert.True(File.Exists(Path.Combine(Repository(), "global.json")));
    }

    /// <summary>The board section names files, pins, settings and a credentials file; each must be what the project has.</summary>
    [Fact]
    public void Everything_Named_For_A_Board_Should_Be_There()
    {
        string readme = File.ReadAllText(Path.Combine(Repository(), "README.md"));
        Assert.Contains("\n" + WifiFile.Example + "\n", readme);
        Assert.True(File.Exists(Path.Combine(Repository(), "src", "NanoTcpClose.Esp32", "AppSettings.cs")));
        string project = File.ReadAllText(
            Path.Combine(Repository(), "src", "NanoTcpClose.Esp32", "NanoTcpClose.Esp32.nfproj"));
        Assert.Contains("<AssemblyName>NanoTcpClose.Esp32</AssemblyName>", project);
        Assert.Contains("(see README.md, 'A board')", project);
        Assert.Contains("\n## A board\n", readme);
        Assert.True(File.Exists(Path.Combine(Repository(), "src", "NanoTcpClose.Device.slnf")));
        string workflow = File.ReadAllText(Path.Combine(Repository(), ".github", "workflows", "device.yml"));
        Assert.Contains("name: esp32-application", workflow);
        BoardFile classic = BoardCatalog.Find("esp32-devkitc-v4")!;
        Assert.Contains("its RX to GPIO " + classic.LogTx + ",", readme);
        Assert.All(
            Indented().Where(l => l.Contains(" watch COM", System.StringComparison.Ordinal)),
            l => Assert.EndsWith(" --baud " + classic.LogBaud, l));
    }

    private static IEnumerable<string> Indented()
    {
        bool fenced = false;
        foreach (string line in File.ReadAllLines(Path.Combine(Repository(), "README.md")))
        {
            fenced ^= line.StartsWith("```", System.StringComparison.Ordinal);
            if (!fenced && line.StartsWith("    ", System.StringComparison.Ordinal))
            {
                yield return line.Trim();
            }
        }
    }

    private static string Repository([CallerFilePath] string here = "")
    {
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
    }
}
