using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// `.ntcl` files: the reader, and what every command does with what it read: model, linters, views. The only
/// exception that may
/// come out is the one with the message for the user; nothing that is shown may steer a terminal.
/// </summary>
internal sealed class CaptureTarget : FuzzTarget
{
    private const int MaxShown = 8;

    public override string Name => "capture";

    public override int MaxLength => 1200;

    public override IEnumerable<byte[]> Seeds()
    {
        for (int seed = 1; seed <= 12; seed++)
        {
            MemoryStream stream = new();
            CaptureWriter writer = new(stream, "/dev/ttyUSB0 \x1b[2J");
            writer.Write(DateTimeOffset.UnixEpoch.AddDays(20000), TraceSeeds.Log(seed % 2 == 0, seed));
            writer.WriteRemark(DateTimeOffset.UnixEpoch.AddDays(20000), "gap of 3.2 s");
            writer.Write(DateTimeOffset.UnixEpoch.AddDays(20001), TraceSeeds.Log(seed % 2 == 0, seed + 1));
            yield return stream.ToArray();
        }

        yield return [.. TraceSeeds.Log(false, 3)];
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        BoardLog log = new();
        LineView lines = new("both", TimeZoneInfo.Utc);
        LogReader reader = new(entry => Show(log.Accept(entry), lines));
        try
        {
            using CaptureReader capture = new(new MemoryStream(input.ToArray()), "fuzz.ntcl");
            while (capture.TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark))
            {
                if (!remark)
                {
                    reader.Feed(bytes, time);
                }
            }
        }
        catch (CaptureException)
        {
            // The clear message of a file that is no capture, or damaged.
        }

        reader.End();
        ShowAll(log);
    }

    private static void Show(Change change, LineView lines)
    {
        ShownText.MustBeHarmless(lines.Data(change), "line");
        ShownText.MustBeHarmless(LineView.Remark(change), "remark");
        ShownText.MustBeHarmless(JsonView.Change(change), "json");
    }

    private static void ShowAll(BoardLog log)
    {
        ShownText.MustBeHarmless(SummaryView.Render(log, 120), "summary");
        IReadOnlyList<Finding> findings = Linters.Run(log);
        ShownText.MustBeHarmless(FindingView.Render(findings, 80), "findings");
        foreach (ConnectionModel connection in log.Connections.Take(MaxShown))
        {
            ShownText.MustBeHarmless(FlowView.Text(connection), "flow");
            ShownText.MustBeHarmless(FlowView.Mermaid(connection), "mermaid");
            ShownText.MustBeHarmless(FlowView.Svg(connection), "svg");
            ShownText.MustBeHarmless(ExplainView.Render(log, connection, 100), "explain");
            ShownText.MustBeHarmless(JsonView.Close(connection), "json of a close");
        }
    }
}
