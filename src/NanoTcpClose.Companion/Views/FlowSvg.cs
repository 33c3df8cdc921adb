// The drawing is by rows, not to the scale of time: a close takes milliseconds and its TIME-WAIT minutes. Pauses say
// how long
// they are. Everything stands in one file: no fonts, no scripts; light or dark as the reader's system asks.

using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>The flow as a drawing that stands alone.</summary>
internal sealed class FlowSvg
{
    private const int Width = 860;
    private const int Board = 262;
    private const int Peer = 740;
    private const int Top = 132;
    private const int Slant = 9;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _bands = new();
    private int _y = Top;
    private int _bandFrom = Top;
    private TcpState _state = TcpState.Closed;

    internal static string Render(ConnectionModel connection, string local, string remote)
    {
        FlowSvg made = new();
        IReadOnlyList<FlowRow> rows = FlowRows.Of(connection);
        foreach (FlowRow row in rows)
        {
            made.Row(row);
        }

        made.EndBand();
        return made.Whole(connection, rows, local, remote);
    }

    private string Whole(
        ConnectionModel connection, IReadOnlyList<FlowRow> rows, string local, string remote)
    {
        int height = _y + 26;
        Verdict verdict = Judge.Of(connection);
        string title = "Connection " + connection.Id + ": " + verdict.Text;
        StringBuilder svg = new();
        svg.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\"");
        svg.Add($" width=\"{Width}\" height=\"{height}\" role=\"img\">\n");
        svg.Append("<title>").Append(Markup.Escape(title)).Append("</title>\n");
        svg.Append("<desc>").Append(Markup.Escape(Description(rows))).Append("</desc>\n");
        svg.Append("<style>").Append(Style()).Append("</style>\n");
        svg.Append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        Put(svg, "title", 24, 34, title);
        string rest = verdict.Clause.Length == 0 ? "" : verdict.Clause + "  ·  ";
        Put(svg, "sub", 24, 55, rest + "records: " + verdict.Certainty.Split(';')[0]);
        Box(svg, Board, "board", local);
        Box(svg, Peer, "peer", remote);
        int end = height - 18;
        svg.Add($"<path class=\"life\" d=\"M{Board} 116V{end}M{Peer} 116V{end}\"/>\n");
        return svg.Append(_bands).Append(_text).Append("</svg>\n").ToString();
    }

    private void Row(FlowRow row)
    {
        switch (row.Kind)
        {
            case FlowKind.State:
                State(row);
                break;
            case FlowKind.Segment:
                Segment(row);
                break;
            case FlowKind.Pause:
                Pause(row);
                break;
            case FlowKind.Missing:
                Missing(row);
                break;
            default:
                Put(_text, "time", 100, _y + 5, row.At);
                Middle("note", _y + 5, row.Text);
                _y += 26;
                break;
        }
    }

    private void State(FlowRow row)
    {
        EndBand();
        _state = row.State;
        _bandFrom = _y;
        Put(_text, "time", 100, _y + 5, row.Unseen ? "unseen" : row.At);
        Put(_text, "state " + StateColours.Class(row.State), 246, _y + 5, row.Text);
        string dot = row.State == TcpState.Closed ? "end" : "dot " + StateColours.Class(row.State);
        _text.Add($"<circle class=\"{dot}\" cx=\"{Board}\" cy=\"{_y}\" r=\"5\"/>\n");
        _y += 22;
    }

    private void Segment(FlowRow row)
    {
        string colour = (row.Flags & 4) != 0 ? "rst" : (row.Flags & 1) != 0 ? "fin" : (row.Flags & 2) != 0 ? "syn"
            : row.Numbers.Contains("len=") ? "data" : "ack";
        int from = row.Outbound ? Board + 7 : Peer - 2;
        int to = row.Outbound ? Peer - 2 : Board + 7;
        int back = row.Outbound ? -10 : 10;
        int top = _y + 14;
        int end = top + Slant;
        string dash = row.Again ? " again" : "";
        Put(_text, "time", 100, (row.Outbound ? top : end) + 4, row.At);
        _text.Add($"<path class=\"{colour}{dash}\" d=\"M{from} {top}L{to} {end}\"/>");
        int wing = to + back;
        _text.Add($"<path class=\"{colour}\" d=\"M{wing} {end - 5}L{to} {end}L{wing} {end + 5}\"/>\n");
        _text.Add($"<text class=\"label\" x=\"{(Board + Peer) / 2}\" y=\"{top - 3}\">");
        _text.Add($"<tspan class=\"{colour} flags\">{Markup.Escape(row.Text)}</tspan>");
        _text.Add($"<tspan class=\"numbers\" dx=\"8\">{Markup.Escape(row.Numbers)}</tspan>");
        _text.Append(row.Again ? "<tspan class=\"repeated\" dx=\"8\">again</tspan></text>\n" : "</text>\n");
        _y += 36;
    }

    private void Pause(FlowRow row)
    {
        _text.Add($"<path class=\"break\" d=\"M{Board - 9} {_y + 12}l18 -6M{Board - 9} {_y + 20}l18 -6");
        _text.Add($"M{Peer - 9} {_y + 12}l18 -6M{Peer - 9} {_y + 20}l18 -6\"/>\n");
        Middle("pause", _y + 17, row.Text);
        _y += 34;
    }

    private void Missing(FlowRow row)
    {
        _text.Add($"<rect class=\"missing\" x=\"{Board}\" y=\"{_y}\" ");
        _text.Add($"width=\"{Peer - Board}\" height=\"24\"/>\n");
        Middle("lost", _y + 16, row.Text);
        _y += 34;
    }

    private void EndBand()
    {
        if (_state != TcpState.Closed && _state != TcpState.Listen)
        {
            string state = StateColours.Class(_state);
            _bands.Add($"<rect class=\"band {state}\" x=\"{Board - 4}\" y=\"{_bandFrom}\" ");
            _bands.Add($"width=\"8\" height=\"{_y - _bandFrom}\"/>\n");
        }
    }

    private static string Description(IReadOnlyList<FlowRow> rows)
    {
        StringBuilder text = new();
        foreach (FlowRow row in rows)
        {
            string what = row.Kind == FlowKind.Segment
                ? (row.Outbound ? "board sends " : "peer sends ") + row.Label
                : row.Kind == FlowKind.State ? "board enters " + row.Text : row.Text;
            text.Append(row.At).Append(": ").Append(what).Append(". ");
        }

        return text.ToString().TrimEnd();
    }

    private static void Box(StringBuilder svg, int x, string who, string where)
    {
        svg.Add($"<rect class=\"box\" x=\"{x - 96}\" y=\"72\" width=\"192\" height=\"44\" rx=\"6\"/>\n");
        svg.Add($"<text class=\"who\" x=\"{x}\" y=\"90\">{who}</text>\n");
        svg.Add($"<text class=\"where\" x=\"{x}\" y=\"107\">{Markup.Escape(where)}</text>\n");
    }

    private void Middle(string style, int y, string text)
    {
        Put(_text, style, (Board + Peer) / 2, y, text);
    }

    private static void Put(StringBuilder target, string style, int x, int y, string text)
    {
        target.Add($"<text class=\"{style}\" x=\"{x}\" y=\"{y}\">{Markup.Escape(text)}</text>\n");
    }

    private static string Style()
    {
        return "text{font:13px ui-sans-serif,system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:var(--ink)}"
            + "svg{--page:#fff;--ink:#1c2430;--soft:#5b6673;--line:#b9c2cc;--box:#f3f5f8;"
            + "--fin:#1d63b8;--syn:#7a5cc4;--data:#2c8f62;--rst:#c22033;--ack:#5b6673;--warn:#9a5b00}"
            + ".page{fill:var(--page)}.title{font-size:17px;font-weight:600}.time,.state{text-anchor:end}"
            + ".sub,.time,.numbers,.pause{fill:var(--soft)}.time,.numbers,.where{font-size:12px;"
            + "font-family:ui-monospace,'DejaVu Sans Mono',monospace}"
            + ".label,.pause,.note,.lost,.who,.where{text-anchor:middle}.who{font-weight:600}"
            + ".state{font-weight:600}.flags{font-weight:600}.box{fill:var(--box);stroke:var(--line)}"
            + "path{fill:none;stroke-width:1.6}.life{stroke:var(--line)}.break{stroke:var(--soft)}"
            + ".again{stroke-dasharray:6 4}"
            + Strokes("fin") + Strokes("syn") + Strokes("data") + Strokes("rst") + Strokes("ack")
            + ".end{fill:var(--page);stroke:var(--ink);stroke-width:1.6}.pause{font-style:italic}"
            + ".repeated,.note{fill:var(--warn);font-style:italic}"
            + ".missing{fill:var(--rst);fill-opacity:.12;stroke:var(--rst);stroke-dasharray:4 3}"
            + ".lost{fill:var(--rst);font-weight:600}" + StateColours.Rules(false, "", "fill")
            + "@media(prefers-color-scheme:dark){svg{--page:#12161c;--ink:#e4e9ef;--soft:#9aa6b3;--line:#3c4754;"
            + "--box:#1b222b;--fin:#5aa2f2;--syn:#a98ff0;--data:#58c493;--rst:#ff7b86;--ack:#9aa6b3;--warn:#f0ab3e}"
            + StateColours.Rules(true, "", "fill") + "}";
    }

    private static string Strokes(string name)
    {
        return "path." + name + "{stroke:var(--" + name + ")}tspan." + name + "{fill:var(--" + name + ")}";
    }
}
