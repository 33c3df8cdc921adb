using System;
using System.IO;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Benchmarks;

/// <summary>A capture as long as wanted, to see what reading it costs.</summary>
internal static class BigCapture
{
    /// <summary>Writes it, 10 ms a close.</summary>
    public static int Write(int records, string path)
    {
        using FileStream file = File.Create(path);
        using CaptureWriter writer = new(file, "benchmark");
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        TraceStream.Write(records, (bytes, length) =>
        {
            writer.Write(time, bytes.AsSpan(0, length));
            time = time.AddMilliseconds(10);
        });
        writer.Flush();
        Console.WriteLine($"{path}: {file.Length} bytes");
        return 0;
    }
}
