using System;
using System.IO;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>Reads a .ntcl capture, or a file of raw bytes as a serial program saved them.</summary>
public static class LogFile
{
    /// <summary>
    /// Gives every entry to the sink and tells how far it is, 0 to 1. Throws IOException, UnauthorizedAccessException
    /// or CaptureException.
    /// </summary>
    public static void Read(string path, Action<LogEvent> sink, Action<double>? progress = null)
    {
        LogReader reader = new(sink);
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[4];
        int got = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        if (got == 4 && head.AsSpan().SequenceEqual("NTCL"u8))
        {
            ReadCapture(stream, Path.GetFileName(path), reader, progress);
        }
        else
        {
            ReadRaw(stream, reader, File.GetLastWriteTimeUtc(path), progress);
        }

        reader.End();
    }

    /// <summary>The whole log of a file.</summary>
    public static BoardLog Load(string path, Action<double>? progress = null)
    {
        BoardLog log = new();
        Load(path, log, _ => { }, progress);
        return log;
    }

    /// <summary>Reads a file into a log and tells every change.</summary>
    public static void Load(string path, BoardLog log, Action<Change> sink, Action<double>? progress = null)
    {
        bool any = false;
        Read(
            path,
            entry =>
            {
                any |= entry.Kind != LogEventKind.Text;
                sink(log.Accept(entry));
            },
            progress);
        if (!any)
        {
            string name = Path.GetFileName(path);
            string what = new FileInfo(path).Length == 0 ? " is empty" : " holds no NTCL/1 record";
            throw new CaptureException(name + what + ": record one with `ntc watch PORT --record FILE`");
        }
    }

    private static void ReadCapture(Stream stream, string name, LogReader reader, Action<double>? progress)
    {
        using CaptureReader capture = new(stream, name);
        while (capture.TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark))
        {
            if (!remark)
            {
                reader.Feed(bytes, time);
            }

            progress?.Invoke((double)stream.Position / stream.Length);
        }
    }

    private static void ReadRaw(Stream stream, LogReader reader, DateTime time, Action<double>? progress)
    {
        byte[] bytes = new byte[65536];
        int got;
        while ((got = stream.Read(bytes)) > 0)
        {
            reader.Feed(bytes.AsSpan(0, got), time);
            progress?.Invoke((double)stream.Position / stream.Length);
        }
    }
}
