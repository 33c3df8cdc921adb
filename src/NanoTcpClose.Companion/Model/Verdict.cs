namespace NanoTcpClose.Companion.Model;

/// <summary>The judgement of one close.</summary>
/// <param name="Kind">How it closed.</param>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Text">One sentence without the clause.</param>
/// <param name="Clause">The clause that justifies it; may be empty.</param>
/// <param name="Certainty">"complete", or what is missing and what may stand in the gap.</param>
/// <param name="NextStep">What to do now; empty when there is nothing to do.</param>
public sealed record Verdict(
    CloseKind Kind, Outcome Outcome, string Text, string Clause, string Certainty, string NextStep)
{
    /// <summary>The sentence with its clause in brackets.</summary>
    public string Full => Clause.Length == 0 ? Text : Text + " (" + Clause + ")";
}
