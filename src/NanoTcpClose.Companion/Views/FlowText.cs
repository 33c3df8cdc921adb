using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>The flow in a terminal: time and states in the margin, two lifelines, segments between them.</summary>
internal sealed class FlowText
{
    private const int Margin = 28;
    private const int Narrowest = 34;
    private const int Widest = 48;

    private readonly StringBuilder _text = new();
    private readonly int _inner;
    private readonly FlowGlyphs _glyphs;
    private readonly bool _colour;

    private FlowText(int width, bool ascii, bool colour)
    {
        _inner = Math.Clamp(width - Margin - 2, Narrowest, Widest);
        _glyphs = ascii ? FlowGlyphs.Ascii : FlowGlyphs.Lines;
        _colour = colour;
    }

    internal static string Render(ConnectionModel connection, int width, bool ascii, bool colour)
    {
        FlowText made = new(width, ascii, colour);
        made.Head(connection);
        IReadOnlyList<FlowRow> rows = FlowRows.Of(connection);
        foreach (FlowRow row in rows)
        {
            made.Row(row);
        }

        if (rows.All(r => r.Kind != FlowKind.Segment))
        {
            made._text.Append("no SEGMENT records in this log: only states are shown\n");
        }

        return made._text.ToString();
    }

    private void Head(ConnectionModel connection)
    {
        string left = new(' ', Margin);
        _text.Append(left).Append("board".PadRight(_inner + 2)).Append("peer\n");
        _text.Append(left).Append(connection.Local.PadRight(_inner + 2)).Append(connection.Remote).Append('\n');
    }

    private void Row(FlowRow row)
    {
        string state = row.Kind != FlowKind.State ? "" : row.Unseen ? row.Text + " ?" : row.Text;
        string time = row.Unseen || row.Kind is FlowKind.Pause or FlowKind.Missing ? "" : row.At;
        string margin = (time.PadLeft(11) + "  " + state).PadRight(Margin);
        string middle = row.Kind switch
        {
            FlowKind.Segment => Arrow(row),
            FlowKind.State => new string(' ', _inner),
            _ => Between(row.Text),
        };
        string side = row.Kind switch
        {
            FlowKind.Pause => _glyphs.Break,
            FlowKind.Missing => _glyphs.Lost,
            _ => _glyphs.Life,
        };
        string colour = _colour ? Colour(row) : "";
        _text.Append(colour).Append(margin).Append(side).Append(middle).Append(side);
        _text.Append(colour.Length == 0 ? "\n" : "\x1b[0m\n");
    }

    private string Between(string text)
    {
        string shown = text.Length > _inner - 2 ? text[..(_inner - 2)] : text;
        int before = (_inner - shown.Length) / 2;
        return (new string(' ', before) + shown).PadRight(_inner);
    }

    private string Arrow(FlowRow row)
    {
        string label = " " + row.Label + " ";
        int rest = Math.Max(0, _inner - label.Length - 1);
        char line = row.Again ? _glyphs.Dash : _glyphs.Line;
        string before = new(line, rest / 2);
        string after = new(line, rest - (rest / 2));
        return row.Outbound ? before + label + after + _glyphs.Right : _glyphs.Left + before + label + after;
    }

    private static string Colour(FlowRow row)
    {
        return row.Kind switch
        {
            FlowKind.Missing => "\x1b[1;31m",
            FlowKind.Pause or FlowKind.Timer => "\x1b[2m",
            FlowKind.Note => "\x1b[33m",
            FlowKind.State => row.State == TcpState.Closed ? "\x1b[32m" : "\x1b[36m",
            _ => (row.Flags & 4) != 0 ? "\x1b[31m" : (row.Flags & 1) != 0 ? "\x1b[33m" : "",
        };
    }
}
