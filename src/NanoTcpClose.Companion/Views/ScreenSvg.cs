using System.Globalization;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Views;

/// <summary>A terminal screen as a drawing, for the README.</summary>
internal static class ScreenSvg
{
    private const int LineHeight = 17;

    internal static string Render(string title, string screen)
    {
        string[] lines = screen.TrimEnd().Split('\n');
        int width = 40 + (int)(lines.Max(l => l.Length) * 7.9);
        int height = 60 + (lines.Length * LineHeight);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ");
        text.Append("font-family=\"DejaVu Sans Mono,Consolas,Menlo,monospace\" font-size=\"13\">\n");
        text.Append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#14181f\"/>\n");
        Line(text, 26, "#8b98a9", "$ " + title);
        int y = 52;
        foreach (string line in lines)
        {
            if (line.Length > 0)
            {
                Line(text, y, Colour(line), line);
            }

            y += LineHeight;
        }

        return text.Append("</svg>\n").ToString();
    }

    private static string Colour(string line)
    {
        return line.Contains("-> TIME-WAIT") ? "#6cc7e8"
            : line.Contains("RST") || line.Contains("reset") ? "#ff8a80"
            : line.Contains("-> CLOSED") || line.Contains("clean ") ? "#8fd694"
            : line.Contains("FIN,ACK") ? "#f2c66d"
            : "#d7dde5";
    }

    private static void Line(StringBuilder text, int y, string colour, string line)
    {
        string safe = line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"20\" y=\"{y}\" fill=\"{colour}\" xml:space=\"preserve\">{safe}</text>\n");
    }
}
