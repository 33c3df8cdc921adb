using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>
/// A verdict for every close with its clause, certainty and next step, and its story and drawing to unfold.
/// </summary>
internal static class VerdictSection
{
    // A drawing takes some 8 kB; a page of many closes stays small enough to send.
    private const int MostDrawings = 100;

    internal static string Render(Shown shown, ReportOptions options)
    {
        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"verdicts\">\n<h2 id=\"verdicts\" tabindex=\"-1\">Verdicts</h2>\n");
        if (!shown.Whole)
        {
            text.Add($"<p class=\"bound\">{Markup.Escape(shown.Sentence())}</p>\n");
        }

        bool all = shown.Most == int.MaxValue;
        int count = 0;
        foreach (ConnectionModel connection in shown.Closes)
        {
            text.Append(One(connection, options.Addresses, all || count < MostDrawings));
            count++;
            options.Progress?.Invoke((double)count / shown.Closes.Count);
        }

        return text.Add($"</section>\n").ToString();
    }

    private static string One(ConnectionModel connection, Addresses addresses, bool drawn)
    {
        Verdict verdict = Judge.Of(connection);
        string outcome = verdict.Outcome.ToString().ToLowerInvariant();
        string peer = addresses.Local(connection) + " to " + addresses.Remote(connection);
        StringBuilder text = new();
        text.Add($"<article class=\"close\" id=\"c{connection.Id}\" data-outcome=\"{outcome}\">\n<h3>{connection.Id} ");
        text.Add($"<span class=\"badge {outcome}\">{outcome}</span> {Markup.Escape(verdict.Text)}</h3>\n");
        text.Add($"<p class=\"meta\"><span>{Markup.Escape(CloseKinds.Name(verdict.Kind))}</span> ");
        text.Add($"<code>{Markup.Escape(peer)}</code>");
        string clause = Markup.Escape(verdict.Clause);
        text.Append(clause.Length == 0 ? "" : " <span class=\"clause\">" + clause + "</span>");
        text.Add($" <span class=\"certainty\">{Markup.Escape(Sure(verdict))}</span></p>\n");
        if (verdict.NextStep.Length > 0)
        {
            text.Add($"<p class=\"next\">{Markup.Escape(verdict.NextStep)}</p>\n");
        }

        text.Add($"<details><summary>Why, and the segments</summary>\n<ol class=\"steps\">\n");
        for (int k = 0; k < connection.Steps.Count; k++)
        {
            text.Append(Step(connection, k));
        }

        text.Add($"</ol>\n");
        if (drawn)
        {
            string svg = FlowView.Svg(connection, addresses.Local(connection), addresses.Remote(connection));
            string data = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
            text.Add($"<img class=\"flow\" alt=\"Segments and states of {connection.Id}, ");
            text.Add($"which the steps above tell in words\" ");
            text.Add($"src=\"data:image/svg+xml;base64,{data}\">\n");
        }

        return text.Add($"</details>\n</article>\n").ToString();
    }

    private static string Step(ConnectionModel connection, int index)
    {
        Step step = connection.Steps[index];
        string stayed = step.StayedMs is double ms ? " after " + Durations.Text(ms) : "";
        string doubt = Certainty.Of(connection, index);
        string warning = doubt.Length == 0 ? "" : " <em>" + Markup.Escape(doubt) + ".</em>";
        string move = Names.State(step.From) + " \u2192 " + Names.State(step.To);
        string sentence = Markup.Escape(ExplainView.Sentence(step));
        return "<li><b>" + move + "</b>" + stayed + ". " + sentence + warning + "</li>\n";
    }

    private static string Sure(Verdict verdict)
    {
        return verdict.Certainty == "complete" ? "no record missing" : verdict.Certainty;
    }
}
