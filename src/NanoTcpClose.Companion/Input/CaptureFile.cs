using System;
using System.Buffers.Binary;
using System.IO;

namespace NanoTcpClose.Companion.Input;

/// <summary>Reads a .ntcl capture, or a file of raw bytes as a serial program saved them.</summary>
public static class CaptureFile
{
    private const int LargestChunk = 1 << 24;

    /// <summary>Feeds the whole stream to the reader; a capture cut short in the last chunk is read as far as it goes.</summary>
    public static void Read(Stream stream, LogReader reader, DateTimeOffset fallback)
    {
        byte[] head = new byte[12];
        int got = stream.ReadAtLeast(head.AsSpan(0, 8), 8, throwOnEndOfStream: false);
        bool capture = got == 8 && head.AsSpan(0, 4).SequenceEqual("NTCL"u8);
        if (!capture)
        {
            reader.Feed(head.AsSpan(0, got), fallback);
            ReadRaw(stream, reader, fallback);
            reader.Flush(end: true);
            return;
        }

        if (head[4] != 1)
        {
            throw new SchemaException(head[4]);
        }

        ReadChunks(stream, reader, head);
        reader.Flush(end: true);
    }

    private static void ReadChunks(Stream stream, LogReader reader, byte[] head)
    {
        byte[] bytes = new byte[4096];
        while (stream.ReadAtLeast(head, 12, throwOnEndOfStream: false) == 12)
        {
            long micros = BinaryPrimitives.ReadInt64LittleEndian(head);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(8));
            if (length < 0 || length > LargestChunk || Math.Abs(micros) > 4_000_000_000_000_000)
            {
                throw new InvalidDataException("a chunk with an impossible length or time");
            }

            bytes = length > bytes.Length ? new byte[length] : bytes;
            int got = stream.ReadAtLeast(bytes.AsSpan(0, length), length, throwOnEndOfStream: false);
            reader.Feed(bytes.AsSpan(0, got), DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));
        }
    }

    private static void ReadRaw(Stream stream, LogReader reader, DateTimeOffset fallback)
    {
        byte[] bytes = new byte[65536];
        int got;
        while ((got = stream.Read(bytes)) > 0)
        {
            reader.Feed(bytes.AsSpan(0, got), fallback);
        }
    }
}
