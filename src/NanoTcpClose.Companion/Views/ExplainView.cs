using System;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>One sentence per transition with its clause and certainty, then the verdict and what to do.</summary>
public static class ExplainView
{
    private const string Indent = "    ";

    /// <summary>The whole text.</summary>
    public static string Render(BoardLog log, ConnectionModel connection, int width)
    {
        StringBuilder text = new();
        text.Append(connection.Id).Append("  ").Append(connection.Local).Append(" to ");
        text.Append(connection.Remote).Append('\n');
        for (int k = 0; k < connection.Steps.Count; k++)
        {
            Step step = connection.Steps[k];
            text.Append('\n').Append(Names.State(step.From)).Append(" -> ").Append(Names.State(step.To));
            text.Append(step.StayedMs is null ? "" : " after " + Durations.Text(step.StayedMs)).Append('\n');
            Append(text, Sentence(step), width);
            string doubt = Certainty.Of(connection, k);
            if (doubt.Length > 0)
            {
                Append(text, "? " + doubt, width);
            }
        }

        return text.Append('\n').Append(End(log, connection, width)).ToString();
    }

    /// <summary>What happened in a step and why it is right or wrong.</summary>
    internal static string Sentence(Step step)
    {
        string clause = Clauses.For(step.From, step.Cause);
        string sentence = Clauses.Sentence(step.From, step.To, step.Cause);
        sentence += Judge.IsLegal(step) ? "" : " The state diagram does not have this transition.";
        return sentence + (clause.Length == 0 ? "" : " (" + clause + ")");
    }

    private static string End(BoardLog log, ConnectionModel connection, int width)
    {
        StringBuilder text = new();
        Verdict verdict = Judge.Of(connection);
        Labelled(text, "verdict: ", verdict.Full, width);
        foreach (Finding finding in Linters.Of(connection))
        {
            string clause = finding.Clause.Length == 0 ? "" : " (" + finding.Clause + ")";
            string doubt = finding.Certain ? "" : " [" + finding.Doubt + "]";
            string label = SummaryView.Word(finding) + ": ";
            Labelled(text, label, finding.Rule + ": " + finding.Text + clause + doubt, width);
        }

        Labelled(text, "certainty: ", verdict.Certainty, width);
        if (verdict.NextStep.Length > 0)
        {
            Labelled(text, "next: ", verdict.NextStep, width);
        }

        return text.ToString();
    }

    private static void Labelled(StringBuilder text, string label, string sentence, int width)
    {
        string whole = label + sentence;
        string first = TextTable.Wrap(whole, width, "").First();
        text.Append(first).Append('\n');
        if (first.Length < whole.Length)
        {
            Append(text, whole[(first.Length + 1)..], width);
        }
    }

    private static void Append(StringBuilder text, string sentence, int width)
    {
        foreach (string line in TextTable.Wrap(sentence, width, Indent))
        {
            text.Append(line).Append('\n');
        }
    }
}
