using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Benchmarks;

/// <summary>A small line plot with both axes from zero, because a cut axis makes a flat line look steep.</summary>
internal sealed class Plot(string title, string xUnit, string yUnit)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Bottom = 50;
    private const int Top = 50;
    private const int Right = 20;
    private const int Steps = 4;

    private static readonly string[] s_colors = ["#1f6feb", "#d1242f", "#1a7f37"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    public Plot Line(string name, IReadOnlyList<(double X, double Y)> points)
    {
        _lines.Add((name, points));
        return this;
    }

    public string Summary()
    {
        return string.Join("; ", _lines.Select(line => $"{line.Name} "
            + string.Join(" ", line.Points.Select(point => Text($"{point.X:0.##}:{point.Y:0.##}")))));
    }

    public string ToSvg()
    {
        double maxX = Round(_lines.SelectMany(line => line.Points).Max(point => point.X));
        double maxY = Round(_lines.SelectMany(line => line.Points).Max(point => point.Y));
        StringBuilder svg = new();
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" "))
            .Append("font-family=\"sans-serif\" font-size=\"12\">\n")
            .Append(Text($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n"))
            .Append(Text($"<text x=\"{Left}\" y=\"20\" font-size=\"15\" fill=\"#1f2328\">{title}</text>\n"));
        for (int k = 0; k <= Steps; k++)
        {
            Axis(svg, maxX, maxY, k);
        }

        for (int k = 0; k < _lines.Count; k++)
        {
            string points = string.Join(" ", _lines[k].Points.Select(p => Text($"{X(p.X, maxX):0.#},{Y(p.Y, maxY):0.#}")));
            svg.Append($"<polyline fill=\"none\" stroke=\"{s_colors[k]}\" stroke-width=\"2\" points=\"{points}\"/>\n");
            svg.Append(Text($"<text x=\"{Left + (k * 260)}\" y=\"38\" fill=\"{s_colors[k]}\">{_lines[k].Name}</text>\n"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void Axis(StringBuilder svg, double maxX, double maxY, int step)
    {
        double x = X(maxX * step / Steps, maxX);
        double y = Y(maxY * step / Steps, maxY);
        string xText = step == Steps ? $"{maxX:0.##} {xUnit}" : Text($"{maxX * step / Steps:0.##}");
        string yText = step == Steps ? $"{maxY:0.##} {yUnit}" : Text($"{maxY * step / Steps:0.##}");
        svg.Append(Text($"<path d=\"M{Left} {y:0.#}H{Width - Right}\" stroke=\"#d0d7de\"/>\n"))
            .Append(Text($"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\" fill=\"#57606a\">{yText}</text>\n"))
            .Append(Text($"<text x=\"{x:0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"{(step == Steps ? "end" : "middle")}\""))
            .Append($" fill=\"#57606a\">{xText}</text>\n");
    }

    private static double X(double value, double most) => Left + (value / most * (Width - Left - Right));

    private static double Y(double value, double most) => Height - Bottom - (value / most * (Height - Bottom - Top));

    private static double Round(double most)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(most)));
        return Math.Ceiling(most / unit) * unit;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
