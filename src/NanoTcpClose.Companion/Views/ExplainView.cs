using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>One sentence per transition with its clause, then the verdict and what to do.</summary>
public static class ExplainView
{
    /// <summary>The whole text.</summary>
    public static string Render(ConnectionModel connection, int width)
    {
        StringBuilder text = new();
        text.Append(connection.Id).Append("  ").Append(connection.Local).Append(" to ").Append(connection.Remote).Append('\n');
        foreach (Step step in connection.Steps)
        {
            text.Append('\n').Append(Names.State(step.From)).Append(" -> ").Append(Names.State(step.To));
            text.Append(step.StayedMs is null ? "" : " after " + Durations.Text(step.StayedMs)).Append('\n');
            string clause = Clauses.For(step.From, step.Cause);
            string sentence = Clauses.Sentence(step.From, step.To, step.Cause);
            sentence += Judge.IsLegal(step) ? "" : " The state diagram does not have this transition.";
            sentence += step.Broken ? " The state before it was not seen." : "";
            sentence += clause.Length == 0 ? "" : " (" + clause + ")";
            Append(text, sentence, width);
        }

        Verdict verdict = Judge.Of(connection);
        text.Append("\nverdict: ").Append(verdict.Full).Append('\n');
        text.Append("certainty: ").Append(verdict.Certainty).Append('\n');
        if (verdict.NextStep.Length > 0)
        {
            text.Append("next: ").Append(verdict.NextStep).Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string sentence, int width)
    {
        foreach (string line in TextTable.Wrap(sentence, width, "    "))
        {
            text.Append(line).Append('\n');
        }
    }
}
