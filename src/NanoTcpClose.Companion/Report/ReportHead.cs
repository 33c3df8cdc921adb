using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>Title, the one sentence that says how it stands, and the few numbers that matter.</summary>
internal static class ReportHead
{
    internal static string Render(
        BoardLog log,
        IReadOnlyList<ConnectionModel> closes,
        IReadOnlyList<Finding> findings,
        string board,
        ReportOptions options)
    {
        StringBuilder text = new();
        text.Add($"<header>\n<h1>TCP closes of board <code>{Markup.Escape(board)}</code></h1>\n");
        EpochModel? first = log.Epochs.FirstOrDefault();
        if (first?.BootedAt is not null)
        {
            EpochModel last = log.Epochs[^1];
            string from = ReportPage.Moment(first, 0, options.Zone);
            string to = ReportPage.Moment(last, last.LastMs, options.Zone);
            text.Add($"<p class=\"when\">{from} to {to}, {ReportPage.Plural(log.Epochs.Count, "boot", "boots")}</p>\n");
        }

        (string style, string sentence) = Sentence(log, closes, findings);
        text.Add($"<p class=\"banner {style}\">{Markup.Escape(sentence)}</p>\n<dl class=\"tiles\">\n");
        int clean = closes.Count(c => Judge.Of(c).Outcome == Outcome.Clean);
        Tile(text, "closes", Number(closes.Count));
        Tile(text, "clean", Number(clean));
        Tile(text, "errors, warnings", Number(findings.Count(f => f.Severity != Severity.Note)));
        Tile(text, "longest close", Durations.Text(closes.Select(Durations.CloseMs).Max()));
        Tile(text, "TIME-WAIT peak", Peak(log));
        Tile(text, "records", Number(log.Records));
        Tile(text, "records lost", Number(log.Missing));
        return text.Add($"</dl>\n</header>\n").ToString();
    }

    private static (string Style, string Sentence) Sentence(
        BoardLog log, IReadOnlyList<ConnectionModel> closes, IReadOnlyList<Finding> findings)
    {
        string count = ReportPage.Plural(closes.Count, "close", "closes");
        int errors = findings.Count(f => f.Severity == Severity.Error);
        if (log.Faults > 0)
        {
            string faults = ReportPage.Plural(log.Faults, "fault", "faults");
            return ("bad", "The board reported " + faults + " in " + count + ".");
        }

        if (errors > 0)
        {
            return ("bad", ReportPage.Plural(errors, "rule is", "rules are") + " broken in " + count + ".");
        }

        if (log.Missing > 0)
        {
            string lost = ReportPage.Plural(log.Missing, "record is", "records are");
            return ("unsure", "Nothing wrong was found in " + count + ", but " + lost + " missing: not certain.");
        }

        int warnings = findings.Count(f => f.Severity == Severity.Warning);
        return warnings > 0
            ? ("warn", "Every transition of " + count + " is legal and no record is missing; "
                + ReportPage.Plural(warnings, "warning", "warnings") + " below.")
            : ("good", "Every transition of " + count + " is legal and no record is missing.");
    }

    private static void Tile(StringBuilder text, string name, string value)
    {
        text.Add($"<div><dt>{name}</dt><dd>{Markup.Escape(value)}</dd></div>\n");
    }

    private static string Peak(BoardLog log)
    {
        int peak = log.Epochs.Select(e => new TimeWaitOccupancy(e).Peak).DefaultIfEmpty(0).Max();
        int slots = log.Epochs.Select(e => e.Identity?.TimeWaitEntries ?? 0).DefaultIfEmpty(0).Max();
        return slots > 0 ? Number(peak) + " of " + Number(slots) : Number(peak);
    }

    private static string Number(int value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
    }
}
