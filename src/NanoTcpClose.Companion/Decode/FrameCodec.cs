using System;

namespace NanoTcpClose.Companion.Decode;

/// <summary>COBS and CRC-16/CCITT-FALSE as the binary skin uses them.</summary>
internal static class FrameCodec
{
    private static readonly ushort[] s_table = BuildTable();

    /// <summary>Undoes COBS. False if the codes do not fit the chunk.</summary>
    public static bool TryUnstuff(ReadOnlySpan<byte> chunk, Span<byte> body, out int length)
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
        uint crc = 0xFFFF;
        ushort[] table = s_table;
        foreach (byte value in data)
        {
            crc = ((crc << 8) & 0xFF00) ^ table[(byte)(crc >> 8) ^ value];
        }

        return (int)crc;
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
