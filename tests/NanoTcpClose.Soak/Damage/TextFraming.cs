using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NanoTcpClose.Soak.Damage;

/// <summary>Plain text lines, as printf logs are: no check; a reader takes every line that has the words.</summary>
internal sealed class TextFraming : IFraming
{
    public string Name => "plain text";

    public byte[] Encode(in LogRecord record)
    {
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"tcp: t={record.Tick} c={record.Serial} {record.From}>{record.To} cause={record.Cause}\n"));
    }

    public List<LogRecord> Decode(byte[] line, out long announced)
    {
        announced = 0;
        List<LogRecord> records = [];
        foreach (string text in Encoding.Latin1.GetString(line).Split('\n'))
        {
            int mark = text.IndexOf("tcp: t=", StringComparison.Ordinal);
            if (mark >= 0 && Read(text[(mark + 7)..]) is LogRecord record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    private static LogRecord? Read(string text)
    {
        string[] words = text.Split(' ');
        if (words.Length != 4 || !words[1].StartsWith("c=", StringComparison.Ordinal)
            || !words[3].StartsWith("cause=", StringComparison.Ordinal)
                || words[2].Split('>') is not [string from, string to])
        {
            return null;
        }

        bool good = Number(words[0], out uint tick);
        good &= Number(words[1][2..], out uint serial);
        good &= Number(from, out uint f);
        good &= Number(to, out uint t);
        good &= Number(words[3][6..], out uint cause);
        return good && f is >= 1 and <= 11 && t is >= 1 and <= 11 && cause < 24 && serial <= 0xFFFF
            ? new LogRecord(-1, tick, (int)serial, (int)f, (int)t, (int)cause)
            : null;
    }

    private static bool Number(string text, out uint value)
    {
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
