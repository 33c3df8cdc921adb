using System;
using System.IO;
using System.Linq;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>
/// docs/graceful-close.md is what really happens: its table is played again and must come out the same.
/// </summary>
public sealed class ObserveGracefulTests
{
    private const string WriteVariable = "NTC_WRITE_DOCS";
    private const string First = "<!-- played by ObserveGracefulTests -->";

    [Fact]
    public void GracefulClose_BesideNaiveClose_IsAsTheTableSays()
    {
        Kernel.Require();
        using ObserveLab lab = new ObserveLab(64);
        ObserveGraceful play = new ObserveGraceful(lab);
        string[] rows = ObserveGraceful.Peers.Select(play.Row).ToArray();
        string path = Path.Combine(Root(), "docs", "graceful-close.md");
        string text = File.ReadAllText(path);
        int start = text.IndexOf(First, StringComparison.Ordinal);
        Assert.True(start >= 0, path + " lacks the line " + First);
        string[] kept = text[start..].Split('\n').Where(IsRow).Skip(1).ToArray();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            string[] lines = text[start..].Split('\n').Where(line => !kept.Contains(line)).ToArray();
            int at = Array.FindIndex(lines, line => line.StartsWith("|---", StringComparison.Ordinal)) + 1;
            string table = string.Join('\n', lines.Take(at).Concat(rows).Concat(lines.Skip(at)));
            File.WriteAllText(path, text[..start] + table);
            return;
        }

        Assert.Equal(kept, rows);
    }

    private static bool IsRow(string line)
    {
        return line.StartsWith("| ", StringComparison.Ordinal);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "NanoTcpClose.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
