using System;
using System.IO;
using System.Text;
using System.Threading;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>Reads a .ntcl capture, or a file of raw bytes as a serial program saved them.</summary>
public static class LogFile
{
    /// <summary>
    /// Gives every entry to the sink and tells how far it is, 0 to 1, and what the host noted. Throws IOException,
    /// UnauthorizedAccessException or CaptureException.
    /// </summary>
    public static void Read(
        string path,
        Action<LogEvent> sink,
        Action<double>? progress = null,
        Action<string>? remark = null,
        CancellationToken cancel = default)
    {
        LogReader reader = new(sink);
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[4];
        int got = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        stream.Position = 0;
        if (got == 4 && head.AsSpan().SequenceEqual("NTCL"u8))
        {
            ReadCapture(stream, Path.GetFileName(path), reader, progress, remark, cancel);
        }
        else
        {
            ReadRaw(stream, reader, cancel, File.GetLastWriteTimeUtc(path), progress);
        }

        reader.End();
    }

    /// <summary>The whole log of a file.</summary>
    public static BoardLog Load(string path, Action<double>? progress = null, Action<string>? remark = null)
    {
        BoardLog log = new();
        Load(path, log, _ => { }, progress, remark);
        return log;
    }

    /// <summary>Reads a file into a log and tells every change.</summary>
    public static void Load(
        string path,
        BoardLog log,
        Action<Change> sink,
        Action<double>? progress = null,
        Action<string>? remark = null)
    {
        bool any = false;
        Read(
            path,
            entry =>
            {
                any |= entry.Kind != LogEventKind.Text;
                sink(log.Accept(entry));
            },
            progress,
            remark);
        if (!any)
        {
            string name = Path.GetFileName(path);
            throw new CaptureException(new FileInfo(path).Length == 0
                ? name + " is empty: record one with `ntc watch PORT --record FILE`"
                : name + " holds no NTCL/1 record: does the board run NanoTcpClose, and was the speed of the line right? "
                + "Record it with `ntc watch PORT --record FILE`");
        }
    }

    private static void ReadCapture(
        Stream stream,
        string name,
        LogReader reader,
        Action<double>? progress,
        Action<string>? tell,
        CancellationToken cancel)
    {
        using CaptureReader capture = new(stream, name);
        while (!cancel.IsCancellationRequested
            && capture.TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark))
        {
            if (!remark)
            {
                reader.Feed(bytes, time);
            }
            else
            {
                tell?.Invoke(Encoding.UTF8.GetString(bytes));
            }

            progress?.Invoke((double)stream.Position / stream.Length);
        }

        if (capture.Truncated)
        {
            tell?.Invoke(name + " ends in the middle of a block, as when the program that wrote it was killed");
        }
    }

    private static void ReadRaw(
        Stream stream, LogReader reader, CancellationToken cancel, DateTime time, Action<double>? progress)
    {
        byte[] bytes = new byte[65536];
        int got;
        while (!cancel.IsCancellationRequested && (got = stream.Read(bytes)) > 0)
        {
            reader.Feed(bytes.AsSpan(0, got), time);
            progress?.Invoke((double)stream.Position / stream.Length);
        }
    }
}
