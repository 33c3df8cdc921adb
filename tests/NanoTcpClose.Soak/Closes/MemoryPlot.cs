using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Soak.Closes;

/// <summary>Draws memory over the number of closes as SVG.</summary>
internal static class MemoryPlot
{
    private const int Width = 720;
    private const int Height = 240;
    private const int Left = 70;
    private const int Bottom = 40;
    private const int Top = 30;

    /// <summary>Only a whole run is worth a picture.</summary>
    public static void Write(string path, IReadOnlyList<(long Closes, long Bytes)> samples, double scale)
    {
        string? folder = Path.GetDirectoryName(path);
        if (scale >= 1 && folder != null && Directory.Exists(folder) && samples.Count > 1)
        {
            File.WriteAllText(path, Draw(samples));
        }
    }

    internal static string Draw(IReadOnlyList<(long Closes, long Bytes)> samples)
    {
        double highest = samples.Max(sample => sample.Bytes) * 1.25;
        long last = samples[^1].Closes;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"18\" fill=\"#222222\">managed memory after a full collection, kB</text>\n");
        for (int k = 0; k <= 4; k++)
        {
            double y = Height - Bottom - (k / 4.0 * (Height - Bottom - Top));
            double x = Left + (k / 4.0 * (Width - Left - 20));
            svg.Append(CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" y1=\"{y:0.#}\" x2=\"{Width - 20}\" y2=\"{y:0.#}\" stroke=\"#dddddd\"/>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\" "
                + $"fill=\"#444444\">{highest * k / 4 / 1024:0}</text>\n");
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{x:0.#}\" y=\"{Height - 22}\" text-anchor=\"{(k == 4 ? "end" : "middle")}\" "
                + $"fill=\"#444444\">{last * k / 4}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\" ");
        svg.Append("fill=\"#222222\">connections closed</text>\n");
        IEnumerable<string> points = samples.Select(sample =>
        {
            double x = Left + ((double)sample.Closes / last * (Width - Left - 20));
            double y = Height - Bottom - (sample.Bytes / highest * (Height - Bottom - Top));
            return string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
        });
        svg.Append("<polyline fill=\"none\" stroke=\"#1f6fb2\" stroke-width=\"2\" points=\"")
            .Append(string.Join(' ', points)).Append("\"/>\n</svg>\n");
        return svg.ToString();
    }
}
