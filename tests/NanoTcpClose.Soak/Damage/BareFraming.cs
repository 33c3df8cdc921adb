using System;
using System.Collections.Generic;

namespace NanoTcpClose.Soak.Damage;

/// <summary>
/// Defmt-style: fields packed as LEB128 numbers, COBS, a zero byte behind; neither a check nor a number of the
/// record, so a
/// reader takes what unpacks to the right length.
/// </summary>
internal sealed class BareFraming : IFraming
{
    public string Name => "defmt-style (COBS, no check)";

    public byte[] Encode(in LogRecord record)
    {
        List<byte> body = [];
        Number(body, record.Tick);
        Number(body, (uint)record.Serial);
        body.Add((byte)((record.From << 4) | record.To));
        body.Add((byte)record.Cause);
        return [.. Cobs.Stuff([.. body]), 0];
    }

    public List<LogRecord> Decode(byte[] line, out long announced)
    {
        announced = 0;
        List<LogRecord> records = [];
        int from = 0;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == 0)
            {
                if (Cobs.Unstuff(line.AsSpan(from, at - from)) is byte[] body && Read(body) is LogRecord record)
                {
                    records.Add(record);
                }

                from = at + 1;
            }
        }

        return records;
    }

    private static LogRecord? Read(byte[] body)
    {
        int at = 0;
        if (!Take(body, ref at, out uint tick) || !Take(body, ref at, out uint serial) || at + 2 != body.Length
            || serial > 0xFFFF)
        {
            return null;
        }

        int from = body[at] >> 4;
        int to = body[at] & 15;
        int cause = body[at + 1];
        return from is >= 1 and <= 11 && to is >= 1 and <= 11 && cause < 24
            ? new LogRecord(-1, tick, (int)serial, from, to, cause) : null;
    }

    private static void Number(List<byte> body, uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            body.Add((byte)(value | 0x80));
        }

        body.Add((byte)value);
    }

    private static bool Take(byte[] body, ref int at, out uint value)
    {
        value = 0;
        for (int shift = 0; at < body.Length && shift < 35; shift += 7)
        {
            byte next = body[at++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
