using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Docs;

/// <summary>docs/transitions.md is the transition table of the engine, in words and as a diagram.</summary>
public sealed class TransitionsDocumentTests
{
    [Fact]
    public void Document_EqualsTheTable()
    {
        RepositoryFile.MustEqual("docs/transitions.md", Build());
    }

    [Fact]
    public void Table_HasOneRowForEachArrow()
    {
        HashSet<uint> pairs = [];
        foreach (uint arrow in TransitionTable.Arrows)
        {
            Assert.True(pairs.Add(arrow >> 24), $"two rows for {arrow >> 24:X2}");
            Assert.NotEqual(0u, arrow & 0xFFFFFF);
        }

        Assert.Equal(23, TransitionTable.Arrows.Length);
    }

    private static string Build()
    {
        StringBuilder text = new();
        text.Append("# State transitions\n\n");
        text.Append("Made from `TransitionTable.Arrows` (src/NanoTcpClose/Engine/TransitionTable.cs), the one table that the engine\n");
        text.Append("obeys, that `ntc` judges logs by, and that a test holds equal to this page. States and their spelling are those of\n");
        text.Append("RFC 9293 3.3.2, numbers those of the TCP-MIB (RFC 4022).\n\n");
        text.Append("```mermaid\nstateDiagram-v2\n");
        foreach (uint arrow in TransitionTable.Arrows)
        {
            text.Append($"    {Id(arrow >> 28)} --> {Id((arrow >> 24) & 15)}\n");
        }

        text.Append("```\n\n| from | to | causes |\n|---|---|---|\n");
        foreach (uint arrow in TransitionTable.Arrows)
        {
            text.Append($"| {Name(arrow >> 28)} ({arrow >> 28}) | {Name((arrow >> 24) & 15)} ({(arrow >> 24) & 15}) | {Causes(arrow)} |\n");
        }

        text.Append("\nA transition that is not in this table cannot happen: the one method that sets a state refuses it, aborts that\n");
        text.Append("connection with a RST and writes a FAULT record.\n");
        return text.ToString();
    }

    private static string Causes(uint arrow)
    {
        List<string> names = [];
        for (int cause = 1; cause < 24; cause++)
        {
            if ((arrow >> cause & 1) != 0)
            {
                names.Add(TraceNames.Cause((TransitionCause)cause));
            }
        }

        return string.Join(", ", names);
    }

    private static string Name(uint state) => TraceNames.State((TcpState)state);

    private static string Id(uint state) => Name(state).Replace('-', '_');
}
