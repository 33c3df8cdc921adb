using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// The flow in a terminal: time and states in the margin, two lifelines, segments between them. Where that is too wide,
/// the states stand between the lifelines, and labels are shortened.
/// </summary>
internal sealed class FlowText
{
    private const int WideMargin = 28;
    private const int NarrowMargin = 12;
    private const int Narrowest = 16;
    private const int Widest = 48;

    // Below this the arrows beside a wide margin have no room for their labels.
    private const int WideFrom = WideMargin + 2 + 34;

    private readonly StringBuilder _text = new();
    private readonly int _width;
    private readonly int _margin;
    private readonly int _inner;
    private readonly FlowGlyphs _glyphs;
    private readonly bool _colour;

    private FlowText(int width, bool ascii, bool colour)
    {
        _width = width;
        _margin = width >= WideFrom ? WideMargin : NarrowMargin;
        _inner = Math.Clamp(width - _margin - 2, Narrowest, Widest);
        _glyphs = ascii ? FlowGlyphs.Ascii : FlowGlyphs.Lines;
        _colour = colour;
    }

    private bool Narrow => _margin == NarrowMargin;

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
            const string Only = "no SEGMENT records in this log: only states are shown";
            made._text.Append(TextTable.Block("", Only, width));
        }

        return made._text.ToString();
    }

    // Each name begins or ends at its own lifeline.
    private void Head(ConnectionModel connection)
    {
        string left = new(' ', _margin);
        int room = _inner + 2;
        _text.Append(left).Append("board").Append("peer".PadLeft(room - 5)).Append('\n');
        if (connection.Local.Length + connection.Remote.Length < room)
        {
            string peer = connection.Remote.PadLeft(room - connection.Local.Length);
            _text.Append(left).Append(connection.Local).Append(peer).Append('\n');
            return;
        }

        int end = _margin + room;
        _text.Append(connection.Local.Length <= room ? left : "").Append(connection.Local).Append('\n');
        _text.Append(connection.Remote.PadLeft(end)).Append('\n');
    }

    private void Row(FlowRow row)
    {
        string state = row.Kind != FlowKind.State ? "" : row.Unseen ? row.Text + " ?" : row.Text;
        string time = row.Unseen || row.Kind is FlowKind.Pause or FlowKind.Missing ? "" : row.At;
        string margin = (time.PadLeft(11) + "  " + (Narrow ? "" : state)).PadRight(_margin)[..(Narrow ? _margin : ^0)];
        string middle = row.Kind switch
        {
            FlowKind.Segment => Arrow(row),
            FlowKind.State => (Narrow ? " " + state : "").PadRight(_inner),
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
        string shown = Cut(text, _inner - 2);
        int before = (_inner - shown.Length) / 2;
        return (new string(' ', before) + shown).PadRight(_inner);
    }

    private string Arrow(FlowRow row)
    {
        string label = " " + Label(row, _inner - 4) + " ";
        int rest = Math.Max(0, _inner - label.Length - 1);
        char line = row.Again ? _glyphs.Dash : _glyphs.Line;
        string before = new(line, rest / 2);
        string after = new(line, rest - (rest / 2));
        return row.Outbound ? before + label + after + _glyphs.Right : _glyphs.Left + before + label + after;
    }

    // The flags tell more than the numbers, and a repetition more than either.
    private static string Label(FlowRow row, int room)
    {
        string again = row.Again ? " again" : "";
        return row.Label.Length <= room ? row.Label
            : again.Length + row.Text.Length <= room ? Cut(row.Text + again + " " + row.Numbers, room)
            : Cut(row.Text, room);
    }

    private static string Cut(string text, int room)
    {
        return text.Length > room ? text[..(room - 1)] + "~" : text;
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
