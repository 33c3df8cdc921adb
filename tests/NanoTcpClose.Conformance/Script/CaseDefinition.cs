using System.Collections.Generic;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

/// <summary>One case of a script, ready to run, or the reason why it cannot.</summary>
internal sealed class CaseDefinition
{
    public CaseDefinition(string file, string id, int line)
    {
        File = file;
        Id = id;
        Line = line;
    }

    public string File { get; }

    public string Id { get; }

    public int Line { get; }

    public string Title { get; set; } = "";

    public string Source { get; set; } = "";

    public int EndLine { get; set; }

    public CaseOptions Options { get; } = new();

    public List<Step> Steps { get; } = new();

    /// <summary>Where the case does not parse; null if it does.</summary>
    public ScriptException? Error { get; set; }

    /// <summary>The loops around the case, as the script writes their values; empty without loops.</summary>
    public string Loops { get; set; } = "";

    public override string ToString()
    {
        return Id;
    }
}
