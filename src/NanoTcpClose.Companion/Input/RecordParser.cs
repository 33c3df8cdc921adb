using System;
using System.Buffers.Binary;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>One record body to one log entry. Ticks are still 32 bits here.</summary>
internal static class RecordParser
{
    private const int Header = 7;

    /// <summary>Null when the body has not the length of its type.</summary>
    internal static LogEvent? Parse(ReadOnlySpan<byte> body, DateTimeOffset hostTime)
    {
        if (body.Length < Header)
        {
            return null;
        }

        LogEvent head = new()
        {
            Kind = LogEventKind.Unknown,
            Sequence = U16(body, 1),
            Tick = U32(body, 3),
            HostTime = hostTime,
            Code = body[0] & 15,
        };
        if (body[0] >> 4 != 1)
        {
            return head with { Detail = body[0] >> 4 };
        }

        return (body[0] & 15) switch
        {
            0 => Hello(head, body),
            1 => Transition(head, body),
            2 => Open(head, body),
            3 => Segment(head, body),
            4 => body.Length != 14 ? null : head with
            {
                Kind = LogEventKind.Timer, Connection = U16(body, 7), TimerKind = body[9], Deadline = U32(body, 10),
            },
            5 => body.Length != 12 ? null : head with
            {
                Kind = LogEventKind.Drop, Count = (int)U32(body, 7), Detail = body[11],
            },
            6 => body.Length != 10 ? null : head with
            {
                Kind = LogEventKind.Fault, Code = body[7], Connection = U16(body, 8),
            },
            7 => Stats(head, body),
            8 => body.Length != 14 ? null : head with
            {
                Kind = LogEventKind.Note, Connection = U16(body, 7), What = (CloseEvent)body[9], Value = (int)U32(body, 10),
            },
            _ => head,
        };
    }

    private static LogEvent? Hello(LogEvent head, ReadOnlySpan<byte> body)
    {
        if (body.Length != 41 || body[7] != 'N' || body[8] != 'T' || body[9] != 'C')
        {
            return null;
        }

        BoardIdentity identity = new()
        {
            BootId = U32(body, 10),
            DeviceId = Convert.ToHexString(body.Slice(14, 6)),
            TickHz = (int)U32(body, 20),
            SchemaHash = U32(body, 24),
            BuildId = U32(body, 28),
            Connections = U16(body, 32),
            TimeWaitEntries = U16(body, 34),
            TimeWaitMs = (int)U32(body, 36),
        };
        return head with { Kind = LogEventKind.Hello, Identity = identity };
    }

    private static LogEvent? Transition(LogEvent head, ReadOnlySpan<byte> body)
    {
        return body.Length != 12 ? null : head with
        {
            Kind = LogEventKind.Transition,
            Connection = U16(body, 7),
            From = (TcpState)(body[9] >> 4),
            To = (TcpState)(body[9] & 15),
            Cause = (TransitionCause)body[10],
            Retransmissions = body[11] & 15,
            Inferred = (body[11] & 0x10) != 0,
            Uncertain = (body[11] & 0x20) != 0,
        };
    }

    private static LogEvent? Open(LogEvent head, ReadOnlySpan<byte> body)
    {
        return body.Length != 30 ? null : head with
        {
            Kind = LogEventKind.Open,
            Connection = U16(body, 7),
            LocalAddress = U32(body, 9),
            LocalPort = U16(body, 13),
            RemoteAddress = U32(body, 15),
            RemotePort = U16(body, 19),
            Active = body[21] != 0,
            Seq = U32(body, 22),
            Ack = U32(body, 26),
        };
    }

    private static LogEvent? Segment(LogEvent head, ReadOnlySpan<byte> body)
    {
        return body.Length != 22 ? null : head with
        {
            Kind = LogEventKind.Segment,
            Connection = U16(body, 7),
            Outbound = (body[9] & 0x80) != 0,
            SegmentFlags = body[9] & 0x7F,
            Seq = U32(body, 10),
            Ack = U32(body, 14),
            Length = U16(body, 18),
            Window = U16(body, 20),
        };
    }

    // The text skin cuts a STATS record to what a line holds; what is not there stays empty.
    private static LogEvent? Stats(LogEvent head, ReadOnlySpan<byte> body)
    {
        int count = body.Length > Header ? body[7] : -1;
        if (count < 0 || count > 20)
        {
            return null;
        }

        uint[] counters = new uint[Math.Min(count, (body.Length - 8) / 4)];
        for (int k = 0; k < counters.Length; k++)
        {
            counters[k] = U32(body, 8 + (4 * k));
        }

        int at = 8 + (4 * count);
        int[] byState = new int[body.Length >= at + 28 ? 12 : 0];
        for (int k = 0; k < byState.Length; k++)
        {
            byState[k] = U16(body, at + (2 * k));
        }

        BoardStats stats = new() { Counters = counters, ByState = byState };
        stats = byState.Length == 0 ? stats : stats with
        {
            TimeWait = U16(body, at + 24), FreeConnections = U16(body, at + 26),
        };
        return head with { Kind = LogEventKind.Stats, Stats = stats };
    }

    /// <summary>One line of the text skin from its mark on; null when it is not one.</summary>
    internal static LogEvent? ParseLine(ReadOnlySpan<char> line, DateTimeOffset hostTime)
    {
        int star = line.LastIndexOf('*');
        if (!line.StartsWith("~NTC1 ", StringComparison.Ordinal) || star < 0 || line.Length < star + 5
            || !int.TryParse(line.Slice(star + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int crc))
        {
            return null;
        }

        byte[] inner = System.Text.Encoding.Latin1.GetBytes(line[5..star].ToString());
        string[] words = line[6..star].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int type = words.Length < 4 ? -1 : "HTOSKDFXN".IndexOf(words[0], StringComparison.Ordinal);
        if (Framing.Crc(inner) != crc || type < 0
            || !int.TryParse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int sequence)
            || !uint.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint tick))
        {
            return null;
        }

        byte[]? fields = type == 1 ? TransitionFields(words) : Base64(words[3]);
        if (fields is null)
        {
            return null;
        }

        byte[] body = new byte[Header + fields.Length];
        body[0] = (byte)(0x10 | type);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(1), (ushort)sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(3), tick);
        fields.CopyTo(body, Header);
        return Parse(body, hostTime);
    }

    private static byte[]? TransitionFields(string[] words)
    {
        string[] states = words.Length < 6 ? [] : words[4].Split('>');
        if (states.Length != 2 || !ushort.TryParse(words[3], CultureInfo.InvariantCulture, out ushort serial))
        {
            return null;
        }

        int from = Find(Names.State, states[0]);
        int to = Find(Names.State, states[1]);
        int cause = FindCause(words[5]);
        int flags = 0;
        foreach (string word in words.AsSpan(6))
        {
            flags |= word == "inf" ? 0x10 : word == "unc" ? 0x20 : 0;
            flags |= word.StartsWith("rx=", StringComparison.Ordinal)
                && int.TryParse(word.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count & 15 : 0;
        }

        return from < 0 || to < 0 || cause < 0
            ? null
            : [(byte)serial, (byte)(serial >> 8), (byte)((from << 4) | to), (byte)cause, (byte)flags];
    }

    private static int Find(Func<TcpState, string> name, string word)
    {
        for (int k = 1; k <= 11; k++)
        {
            if (name((TcpState)k) == word)
            {
                return k;
            }
        }

        return -1;
    }

    private static int FindCause(string word)
    {
        for (int k = 0; k <= 24; k++)
        {
            if (Names.Cause((TransitionCause)k) == word)
            {
                return k;
            }
        }

        return -1;
    }

    private static byte[]? Base64(string text)
    {
        string padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        byte[] room = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, room, out int length) ? room[..length] : null;
    }

    private static int U16(ReadOnlySpan<byte> body, int at)
    {
        return BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
    }

    private static uint U32(ReadOnlySpan<byte> body, int at)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);
    }
}
