// Invariant: a block knows where it was left open, if it was; the reader of its head decides whose failure that is.

using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Script;

/// <summary>A line or a block (case, for, repeat) of a script before its statements are read.</summary>
internal sealed class ScriptBlock
{
    public ScriptBlock(ScriptLine? line, ScriptException? error)
    {
        Line = line;
        Error = error;
    }

    /// <summary>The line, or the head of the block; null where it could not be cut into words.</summary>
    public ScriptLine? Line { get; }

    /// <summary>What is wrong with the line or with the end of the block.</summary>
    public ScriptException? Error { get; private set; }

    public List<ScriptBlock> Children { get; } = new();

    public int EndLine { get; private set; }

    public bool IsBlock => Line != null && Line.First is "case" or "for" or "repeat";

    public bool Is(string first)
    {
        return Line != null && Line.First == first;
    }

    public void Close(int line)
    {
        EndLine = line;
    }

    public void LeaveOpen(int line, string got)
    {
        EndLine = line;
        Error ??= new ScriptException(line, $"'end' of the '{Line!.First}' in line {Line.Number}", got);
    }
}
