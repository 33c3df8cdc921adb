using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>The board's own counters, as its last STATS record tells them.</summary>
internal static class CounterSection
{
    internal static string Render(BoardLog log)
    {
        EpochModel? epoch = log.Epochs.LastOrDefault(e => e.Stats is not null);
        if (epoch?.Stats is not BoardStats stats)
        {
            return "";
        }

        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"counters\">\n<h2 id=\"counters\">Counters of the board</h2>\n");
        text.Add($"<p>As of its last STATS record: {stats.FreeConnections} connection slots free, ");
        text.Add($"{stats.TimeWait} TIME-WAIT entries in use.</p>\n<dl class=\"counters\">\n");
        for (int k = 0; k < stats.Counters.Count; k++)
        {
            string name = Markup.Escape(Names.Counter((EngineCounter)k));
            text.Add($"<div><dt>{name}</dt><dd>{stats.Counters[k]}</dd></div>\n");
        }

        return text.Add($"</dl>\n</section>\n").ToString();
    }
}
