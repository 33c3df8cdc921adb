using System;

namespace NanoTcpClose.Companion.Input;

/// <summary>COBS and CRC-16/CCITT-FALSE of the binary skin.</summary>
internal static class Framing
{
    /// <summary>Decodes one frame without its zeros; returns the body length without the check, or -1.</summary>
    internal static int Decode(ReadOnlySpan<byte> frame, Span<byte> body)
    {
        int length = 0;
        int at = 0;
        while (at < frame.Length)
        {
            int code = frame[at++];
            if (code == 0 || at + code - 1 > frame.Length || length + code > body.Length)
            {
                return -1;
            }

            frame.Slice(at, code - 1).CopyTo(body[length..]);
            at += code - 1;
            length += code - 1;
            if (at < frame.Length && code != 255)
            {
                body[length++] = 0;
            }
        }

        if (length < 3)
        {
            return -1;
        }

        int check = body[length - 2] | (body[length - 1] << 8);
        return Crc(body[..(length - 2)]) == check ? length - 2 : -1;
    }

    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF.</summary>
    internal static int Crc(ReadOnlySpan<byte> bytes)
    {
        int crc = 0xFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : (crc << 1) & 0xFFFF;
            }
        }

        return crc;
    }
}
