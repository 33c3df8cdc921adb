using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace NanoTcpClose.Soak.Damage;

/// <summary>
/// HDLC as on serial lines (RFC 1662): 0x7E around, 0x7D escapes, CRC-32; the record carries its number.
/// </summary>
internal sealed class HdlcFraming : IFraming
{
    private const byte Flag = 0x7E;
    private const byte Escape = 0x7D;
    private const int BodyLength = 13;

    public string Name => "HDLC, CRC-32";

    public byte[] Encode(in LogRecord record)
    {
        byte[] body = new byte[BodyLength + 4];
        BinaryPrimitives.WriteInt32LittleEndian(body, record.Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), record.Tick);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(8), (ushort)record.Serial);
        body[10] = (byte)record.From;
        body[11] = (byte)record.To;
        body[12] = (byte)record.Cause;
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(BodyLength), Crc(body.AsSpan(0, BodyLength)));
        List<byte> frame = [Flag];
        foreach (byte value in body)
        {
            if (value is Flag or Escape)
            {
                frame.Add(Escape);
                frame.Add((byte)(value ^ 0x20));
            }
            else
            {
                frame.Add(value);
            }
        }

        frame.Add(Flag);
        return [.. frame];
    }

    public List<LogRecord> Decode(byte[] line, out long announced)
    {
        List<LogRecord> records = [];
        List<byte> frame = [];
        bool escaped = false;
        announced = 0;
        int expected = -1;
        foreach (byte value in line)
        {
            if (value == Flag)
            {
                if (Read(frame) is LogRecord record)
                {
                    announced += expected < 0 ? 0 : Math.Max(0, record.Sequence - expected);
                    expected = record.Sequence + 1;
                    records.Add(record);
                }

                frame.Clear();
                escaped = false;
            }
            else if (value == Escape)
            {
                escaped = true;
            }
            else if (frame.Count < 64)
            {
                frame.Add(escaped ? (byte)(value ^ 0x20) : value);
                escaped = false;
            }
        }

        return records;
    }

    private static LogRecord? Read(List<byte> frame)
    {
        if (frame.Count != BodyLength + 4)
        {
            return null;
        }

        byte[] body = [.. frame];
        if (Crc(body.AsSpan(0, BodyLength)) != BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(BodyLength)))
        {
            return null;
        }

        return new LogRecord(
            BinaryPrimitives.ReadInt32LittleEndian(body),
            BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(4)),
            BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(8)),
            body[10],
            body[11],
            body[12]);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
