// Invariant: a fault inside one case never spoils the next: a "case" line ends whatever case is still open.

using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Script;

/// <summary>Finds the blocks of a script.</summary>
internal static class BlockReader
{
    public static List<ScriptBlock> Read(string text)
    {
        var top = new List<ScriptBlock>();
        var open = new Stack<ScriptBlock>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            Take(i + 1, lines[i], top, open);
        }

        while (open.Count > 0)
        {
            open.Pop().LeaveOpen(lines.Length, "the end of the file");
        }

        return top;
    }

    private static void Take(int number, string text, List<ScriptBlock> top, Stack<ScriptBlock> open)
    {
        ScriptLine? line;
        try
        {
            line = ScriptLine.Read(number, text);
        }
        catch (ScriptException e)
        {
            Place(new ScriptBlock(null, e), top, open);
            return;
        }

        if (line == null)
        {
            return;
        }

        if (line.First == "end" && line.Words.Count == 1 && open.Count > 0)
        {
            open.Pop().Close(number);
            return;
        }

        if (line.First == "case")
        {
            CloseCase(number, open);
        }

        var block = new ScriptBlock(line, null);
        Place(block, top, open);
        if (block.IsBlock)
        {
            open.Push(block);
        }
    }

    private static void CloseCase(int number, Stack<ScriptBlock> open)
    {
        bool inside = false;
        foreach (ScriptBlock block in open)
        {
            inside |= block.Is("case");
        }

        while (inside)
        {
            ScriptBlock block = open.Pop();
            block.LeaveOpen(number, "'case'");
            inside = !block.Is("case");
        }
    }

    private static void Place(ScriptBlock block, List<ScriptBlock> top, Stack<ScriptBlock> open)
    {
        if (open.Count > 0)
        {
            open.Peek().Children.Add(block);
        }
        else
        {
            top.Add(block);
        }
    }
}
