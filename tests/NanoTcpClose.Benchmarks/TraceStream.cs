using System;
using System.Collections.Generic;
using System.Text;

namespace NanoTcpClose.Benchmarks;

/// <summary>Bytes of a serial line as a board writes them: the records of closes, on request with text between and faults.</summary>
internal static class TraceStream
{
    private const int RecordsAClose = 8;

    /// <summary>A clean line.</summary>
    public static byte[] Clean(int records)
    {
        List<byte> line = new(records * 20);
        Write(records, (bytes, length) => line.AddRange(bytes.AsSpan(0, length)));
        return [.. line];
    }

    /// <summary>The bytes of that many records, rounded up to whole closes, in the portions that a board writes.</summary>
    public static void Write(int records, Action<byte[], int> sink)
    {
        TraceRing ring = new(4096);
        byte[] buffer = new byte[1024];
        ring.Hello(new TraceIdentity { BootId = 1, Connections = 16, TimeWaitEntries = 16, TimeWaitMs = 120000 }, 0);
        for (int close = 0; close * RecordsAClose < records; close++)
        {
            AddClose(ring, close);
            for (int n = ring.Drain(buffer, buffer.Length, false); n > 0; n = ring.Drain(buffer, buffer.Length, false))
            {
                sink(buffer, n);
            }
        }
    }

    /// <summary>The same line with a text line in front of every eighth frame and one byte in a thousand damaged.</summary>
    public static byte[] Dirty(int records)
    {
        byte[] clean = Clean(records);
        byte[] text = Encoding.ASCII.GetBytes("I (12345) wifi: state: run, rssi -61\r\n");
        List<byte> line = new(clean.Length * 2);
        uint random = 1;
        int frames = 0;
        foreach (byte value in clean)
        {
            random = (random * 1664525) + 1013904223;
            line.Add((random >> 8) % 1000 == 0 ? (byte)(value ^ 0x20) : value);
            if (value == 0 && ++frames % 8 == 0)
            {
                line.AddRange(text);
            }
        }

        return [.. line];
    }

    private static void AddClose(TraceRing ring, int close)
    {
        int serial = 1 + (close % 65535);
        uint tick = (uint)close * 80;
        ring.Open(serial, 0xC0000201, 5000 + (close % 60000), 0xC6336401, 80, true, 1, 1, tick);
        ring.Transition(serial, 1, 3, 1, 0, tick + 1);
        ring.Transition(serial, 3, 5, 3, 0, tick + 2);
        ring.Segment(serial, true, 0x11, 1, 1, 0, 1024, tick + 3);
        ring.Transition(serial, 5, 6, 4, 0, tick + 4);
        ring.Transition(serial, 6, 7, 8, 0, tick + 6);
        ring.Transition(serial, 7, 11, 7, 0, tick + 8);
        ring.Transition(serial, 11, 1, 11, 0, tick + 70);
    }
}
