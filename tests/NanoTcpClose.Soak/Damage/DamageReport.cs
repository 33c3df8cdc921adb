using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Damage;

/// <summary>The same records on the same damage in four framings.</summary>
internal static class DamageReport
{
    private const int Records = 20_000;

    private static readonly double[] s_rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

    public static Section Run(double scale)
    {
        Section section = new();
        List<LogRecord> records = Make(Math.Max(500, (int)(Records * scale)));
        section.Line(
            $"{records.Count} transitions, text before three in ten of them. Rates are per byte for loss and "
            + "bit flips, per record for torn");
        section.Line(
            "frames and for text inside frames. A cell: wrong records / lost records, of them not announced / "
            + "most undamaged records lost in");
        section.Line("a row. Wrong: a record that was never written. Framings without numbers can announce nothing.");
        section.Line();
        foreach (DamageKind kind in Enum.GetValues<DamageKind>())
        {
            Table(section, records, kind);
        }

        return section;
    }

    private static void Table(Section section, List<LogRecord> records, DamageKind kind)
    {
        IFraming[] framings =
            [new NtclFraming(false), new NtclFraming(true), new HdlcFraming(), new BareFraming(), new TextFraming()];
        section.Line($"| {Name(kind)} | {string.Join(" | ", framings.Select(framing => framing.Name))} |");
        section.Line("|---|---|---|---|---|---|");
        foreach (double rate in s_rates)
        {
            string row = $"| {rate.ToString("0e-0", CultureInfo.InvariantCulture)} |";
            for (int k = 0; k < framings.Length; k++)
            {
                // Numbers run on from one line to the next, so each line gets a framing of its own.
                IFraming framing = k < 2 ? new NtclFraming(k == 1) : framings[k];
                DamageResult result = Measure(framing, records, kind, rate);
                row += $" {result.Wrong} / {result.Lost}, {Math.Max(0, result.Lost - result.Announced)} / "
                    + $"{result.LongestIntactLoss} |";
                if (k < 2)
                {
                    Judge(section, $"{framing.Name}, {Name(kind)} {rate:0e-0}", result);
                }
            }

            section.Line(row);
        }

        section.Line();
    }

    private static void Judge(Section section, string what, DamageResult result)
    {
        section.Must(result.Wrong == 0, $"{what}: {result.Wrong} wrong records");
        section.Must(result.Announced == result.Lost, $"{what}: {result.Lost} lost, {result.Announced} announced");
        section.Must(
            result.LongestIntactLoss <= 1, $"{what}: {result.LongestIntactLoss} undamaged records lost in a row");
    }

    internal static DamageResult Measure(IFraming framing, List<LogRecord> records, DamageKind kind, double rate)
    {
        DamagedLine line = new(framing, records, kind, rate, 42);
        List<LogRecord> got = framing.Decode(line.Line, out long announced);
        Dictionary<(uint, int), int> known = [];
        for (int k = 0; k < records.Count; k++)
        {
            known[(records[k].Tick, records[k].Serial)] = k;
        }

        bool[] seen = new bool[records.Count];
        long wrong = 0;
        foreach (LogRecord record in got)
        {
            bool found = known.TryGetValue((record.Tick, record.Serial), out int at) && !seen[at]
                && records[at] with { Sequence = 0 } == record with { Sequence = 0 };
            wrong += found ? 0 : 1;
            if (found)
            {
                seen[at] = true;
            }
        }

        // Nothing comes after the last record, so what is missing at the very end cannot be announced, and is not
        // counted.
        int end = Array.LastIndexOf(seen, true);
        int first = Array.IndexOf(seen, true);
        return Sum(line, seen, wrong, announced, first, end);
    }

    private static DamageResult Sum(DamagedLine line, bool[] seen, long wrong, long announced, int first, int end)
    {
        long lost = 0;
        int row = 0;
        int longest = 0;
        int hit = 0;
        for (int k = Math.Max(0, first); k <= end; k++)
        {
            hit += line.Whole[k] ? 0 : 1;
            lost += seen[k] ? 0 : 1;
            row = !seen[k] && line.Whole[k] ? row + 1 : 0;
            longest = Math.Max(longest, row);
        }

        return new DamageResult(wrong, lost, announced, longest, hit);
    }

    private static List<LogRecord> Make(int count)
    {
        FuzzRandom random = new(77);
        List<LogRecord> records = new(count);
        uint tick = 1000;
        for (int k = 0; k < count; k++)
        {
            tick += 1 + (uint)random.Below(3000);
            records.Add(new LogRecord(
                k, tick, 1 + random.Below(400), 1 + random.Below(11), 1 + random.Below(11), 1 + random.Below(21)));
        }

        return records;
    }

    private static string Name(DamageKind kind)
    {
        return kind switch
        {
            DamageKind.ByteLoss => "byte loss",
            DamageKind.BitFlips => "bit flips",
            DamageKind.TornFrames => "torn frames",
            DamageKind.TextInside => "text inside frames",
            _ => "all together",
        };
    }
}
