using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using NanoTcpClose.Companion.Lab;
using NanoTcpClose.Companion.Lab.View;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Lab;

/// <summary>
/// docs/lab.md is what the engine does today; the kernel's blocks are those of the day on which it was written.
/// </summary>
public sealed class LabDocumentTests
{
    private const string Command = "`ntc lab --all --kernel --markdown > docs/lab.md` as root writes it anew";

    [Fact]
    public void Should_Equal_What_The_Engine_Shows_Today()
    {
        string file = File.ReadAllText(Document()).Replace("\r\n", "\n");
        StringBuilder fresh = new(LabMarkdown.Head(LabRunner.All));
        for (int k = 0; k < LabRunner.All.Count; k++)
        {
            fresh.Append(LabMarkdown.Chapter(k + 1, LabRunner.Run(LabRunner.All[k], kernel: false)));
        }

        Assert.True(WithoutKernel(file) == fresh.ToString(), "docs/lab.md is not what the engine shows: " + Command);
    }

    [Fact]
    public void Should_Hold_A_Kernel_Block_For_Every_Scenario()
    {
        string[] lines = File.ReadAllLines(Document());
        Assert.Equal(LabRunner.All.Count, lines.Count(l => l == LabMarkdown.KernelBegin));
        Assert.Equal(LabRunner.All.Count, lines.Count(l => l == LabMarkdown.KernelEnd));
        Assert.DoesNotContain(lines, l => l.Contains("(stated: ", StringComparison.Ordinal));
    }

    private static string WithoutKernel(string text)
    {
        StringBuilder kept = new();
        bool inside = false;
        bool skipBlank = false;
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            inside |= line == LabMarkdown.KernelBegin;
            if (!inside && !(skipBlank && line.Length == 0))
            {
                kept.Append(line).Append('\n');
            }

            skipBlank = line == LabMarkdown.KernelEnd;
            inside &= line != LabMarkdown.KernelEnd;
        }

        return kept.ToString();
    }

    private static string Document([CallerFilePath] string source = "")
    {
        return Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "docs", "lab.md");
    }
}
