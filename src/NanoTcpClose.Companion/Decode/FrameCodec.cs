using System;

namespace NanoTcpClose.Companion.Decode;

/// <summary>COBS and CRC-16/CCITT-FALSE as the binary skin uses them.</summary>
internal static class FrameCodec
{
    private const int LongestCode = 255;

    private static readonly ushort[] s_table = BuildTable();
    private static readonly ushort[] s_second = BuildSecondTable();

    /// <summary>Undoes COBS. False if the codes do not fit the chunk.</summary>
    public static bool TryUnstuff(ReadOnlySpan<byte> chunk, Span<byte> body, out int length)
    {
        // Short chunks: the body is the chunk behind its first code, and every further code stands in the place of a zero.
        length = chunk.Length - 1;
        if (chunk.Length >= LongestCode || length > body.Length || length < 0)
        {
            return TryUnstuffRuns(chunk, body, out length);
        }

        chunk[1..].CopyTo(body);
        int at = 0;
        int code = chunk[0];
        while (code != 0 && at + code < chunk.Length)
        {
            at += code;
            code = chunk[at];
            body[at - 1] = 0;
        }

        return code != 0 && at + code == chunk.Length;
    }

    private static bool TryUnstuffRuns(ReadOnlySpan<byte> chunk, Span<byte> body, out int length)
    {
        int at = 0;
        length = 0;
        while (at < chunk.Length)
        {
            int code = chunk[at++];
            int run = code - 1;
            if (code == 0 || at + run > chunk.Length || length + run + 1 > body.Length)
            {
                return false;
            }

            chunk.Slice(at, run).CopyTo(body[length..]);
            at += run;
            length += run;
            if (code != 255 && at < chunk.Length)
            {
                body[length++] = 0;
            }
        }

        return true;
    }

    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, initial 0xFFFF.</summary>
    public static int Crc(ReadOnlySpan<byte> data)
    {
        // Two bytes a step: each has a table of its own, so that one look-up does not wait for the other.
        uint crc = 0xFFFF;
        ushort[] first = s_table;
        ushort[] second = s_second;
        int at = 0;
        for (; at + 1 < data.Length; at += 2)
        {
            crc = (uint)(second[(byte)(crc >> 8) ^ data[at]] ^ first[(byte)crc ^ data[at + 1]]);
        }

        return (int)(at < data.Length ? ((crc << 8) & 0xFF00) ^ first[(byte)(crc >> 8) ^ data[at]] : crc);
    }

    /// <summary>What a byte does to the check two bytes later.</summary>
    private static ushort[] BuildSecondTable()
    {
        ushort[] table = new ushort[256];
        for (int k = 0; k < 256; k++)
        {
            int once = s_table[k];
            table[k] = (ushort)(((once << 8) & 0xFF00) ^ s_table[once >> 8]);
        }

        return table;
    }

    private static ushort[] BuildTable()
    {
        ushort[] table = new ushort[256];
        for (int k = 0; k < 256; k++)
        {
            int crc = k << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            table[k] = (ushort)crc;
        }

        return table;
    }
}
