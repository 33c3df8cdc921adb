using System;
using System.IO;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Benchmarks;

/// <summary>A capture as long as wanted, to see what reading it costs.</summary>
internal static class BigCapture
{
    private const int Portion = 80_000;

    /// <summary>Writes it in portions; the sequence numbers start anew with each, as after a boot.</summary>
    public static int Write(int records, string path)
    {
        using FileStream file = File.Create(path);
        using CaptureWriter writer = new(file, "benchmark");
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        for (int done = 0; done < records; done += Portion)
        {
            byte[] line = TraceStream.Clean(Math.Min(Portion, records - done), done / 8);
            for (int at = 0; at < line.Length; at += 4096)
            {
                writer.Write(time, line.AsSpan(at, Math.Min(4096, line.Length - at)));
                time = time.AddMilliseconds(20);
            }
        }

        Console.WriteLine($"{path}: {file.Length} bytes");
        return 0;
    }
}
