// One file that needs nothing else: style, drawings and the little script are inside. Without the script everything can
// be
// read; it only adds a filter and opens the drawings for printing.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>A log as one HTML page.</summary>
public static class ReportPage
{
    /// <summary>The whole page.</summary>
    public static string Render(BoardLog log, ReportOptions options)
    {
        IReadOnlyList<Finding> findings = Linters.Run(log);
        List<ConnectionModel> closes = [.. log.Closes];
        Shown shown = new(closes, options.Most);
        string board = options.Addresses.Board(log.Epochs.Select(e => e.Identity).FirstOrDefault(i => i is not null));
        StringBuilder page = new();
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Add($"<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Add($"<title>TCP closes of board {Markup.Escape(board)}</title>\n<style>\n");
        page.Append(Resource("report.css"));
        page.Append(Colours());
        page.Add($"</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#verdicts\">Skip to the verdicts</a>\n");
        page.Append(ReportHead.Render(log, closes, findings, board, options));
        page.Add($"<main>\n");
        foreach (EpochModel epoch in log.Epochs)
        {
            page.Append(EpochSection.Render(epoch, log.Epochs.Count, options, shown));
        }

        page.Append(StateSection.Render(closes));
        page.Append(FindingSection.Render(findings, shown));
        page.Append(VerdictSection.Render(shown, options));
        page.Append(LossSection.Render(log));
        page.Append(CounterSection.Render(log));
        page.Add($"</main>\n<footer><p>Made by ntc {Markup.Escape(options.Version)} from ");
        page.Add($"{Markup.Escape(options.Addresses.File(options.Source))}. Every statement rests on records of the ");
        page.Add($"board; clauses are those of RFC 9293 unless another is named.</p></footer>\n<script>\n");
        page.Append(Resource("report.js"));
        return page.Add($"</script>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Seconds, minutes or days since the boot, for people.</summary>
    internal static string Moment(EpochModel epoch, double ms, TimeZoneInfo zone)
    {
        return TimeZoneInfo.ConvertTime(epoch.HostTime(ms), zone)
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>1 close, 2 closes.</summary>
    internal static string Plural(int count, string one, string many)
    {
        return count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);
    }

    private static string Colours()
    {
        return StateColours.Rules(false, "", "--state") + "\n@media screen and (prefers-color-scheme: dark){"
            + StateColours.Rules(true, "", "--state") + "}\n";
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report/" + name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
