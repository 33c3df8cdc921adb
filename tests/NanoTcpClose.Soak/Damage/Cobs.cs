using System;
using System.Collections.Generic;

namespace NanoTcpClose.Soak.Damage;

/// <summary>Consistent overhead byte stuffing.</summary>
internal static class Cobs
{
    public static byte[] Stuff(byte[] body)
    {
        List<byte> output = [0];
        int code = 0;
        foreach (byte value in body)
        {
            if (value == 0)
            {
                output[code] = (byte)(output.Count - code);
                code = output.Count;
                output.Add(0);
            }
            else
            {
                output.Add(value);
            }
        }

        output[code] = (byte)(output.Count - code);
        return [.. output];
    }

    public static byte[]? Unstuff(ReadOnlySpan<byte> chunk)
    {
        List<byte> body = [];
        for (int at = 0; at < chunk.Length;)
        {
            int code = chunk[at];
            if (code == 0 || at + code > chunk.Length)
            {
                return null;
            }

            body.AddRange(chunk.Slice(at + 1, code - 1));
            at += code;
            if (at < chunk.Length)
            {
                body.Add(0);
            }
        }

        return [.. body];
    }
}
