using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Doctor;

/// <summary>What a few seconds of bytes tell of a line.</summary>
internal sealed partial class LineSample
{
    private readonly List<string> _texts = [];

    internal LineSample(byte[] bytes)
    {
        Bytes = bytes.Length;
        LogReader reader = new(e =>
        {
            Log.Accept(e);
            if (e.Kind == LogEventKind.Text)
            {
                _texts.Add(e.Text);
            }
        });
        reader.Feed(bytes, default);
        reader.End();
        string text = Encoding.Latin1.GetString(bytes);
        Odd = bytes.Count(b => b is not (>= 32 and < 127 or 9 or 10 or 13 or 27 or 0));
        RomBoots = RomBoot().Count(text);
        HasWirePackets = text.Contains("NFPKTV1", System.StringComparison.Ordinal)
            || text.Contains("NFMRKV1", System.StringComparison.Ordinal);
        Panics = PanicMark().Count(text);
        IsDownload = text.Contains("waiting for download", System.StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>How many bytes came.</summary>
    internal int Bytes { get; }

    /// <summary>Bytes that no text holds.</summary>
    internal int Odd { get; }

    /// <summary>The records among them.</summary>
    internal BoardLog Log { get; } = new();

    /// <summary>How often the boot ROM spoke.</summary>
    internal int RomBoots { get; }

    /// <summary>How often the firmware crashed.</summary>
    internal int Panics { get; }

    /// <summary>Packets of nanoFramework's Wire Protocol.</summary>
    internal bool HasWirePackets { get; }

    /// <summary>The boot ROM waits for firmware.</summary>
    internal bool IsDownload { get; }

    /// <summary>Mostly bytes that are no text, and no record.</summary>
    internal bool IsGarbage => Log.Records == 0 && Log.UnknownVersion == 0 && !HasWirePackets && Bytes >= 16
        && Odd * 4 >= Bytes;

    /// <summary>The first line of text that is not torn.</summary>
    internal string FirstText => _texts.FirstOrDefault(t => t.Length > 3 && t[0] != '<') ?? "";

    [GeneratedRegex(@"rst:0x[0-9a-f]+ \(|ets [A-Z][a-z]{2} +\d+ \d{4}|ESP-ROM:")]
    private static partial Regex RomBoot();

    [GeneratedRegex("Guru Meditation|Backtrace:|abort\\(\\) was called")]
    private static partial Regex PanicMark();
}
