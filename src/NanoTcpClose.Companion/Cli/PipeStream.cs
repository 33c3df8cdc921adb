using System;
using System.IO;
using System.Runtime.InteropServices;
using NanoTcpClose.Companion.Input.Serial;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// Standard output that tells a reader who has gone away (`ntc watch | head`) from every other failure. The console's
/// own
/// stream says nothing of it on Unix and would write for ever.
/// </summary>
internal sealed class PipeStream : Stream
{
    private const int StandardOutput = 1;
    private const int WaitMs = 1000;
    private const int BrokenPipe = 32;
    private const int WindowsNoData = 232;
    private const int WindowsBrokenPipe = 109;

    private readonly Stream _inner;

    internal PipeStream(Stream inner)
    {
        _inner = inner;
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        Guarded(_inner.Flush);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (OperatingSystem.IsWindows())
        {
            Guarded(() => _inner.Write(buffer, offset, count));
        }
        else
        {
            WriteAll(buffer.AsSpan(offset, count));
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void SetLength(long value)
    {
        throw new NotSupportedException();
    }

    private static unsafe void WriteAll(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                nint put = Posix.Write(StandardOutput, start + done, bytes.Length - done);
                Check(put < 0 ? Marshal.GetLastPInvokeError() : 0);
                done += Math.Max(0, (int)put);
            }
        }
    }

    private static void Check(int error)
    {
        if (error == BrokenPipe)
        {
            throw new PipeClosedException();
        }

        if (error == Posix.Again)
        {
            Posix.WaitFor(StandardOutput, Posix.PollOut, WaitMs);
        }
        else if (error is not 0 and not Posix.Interrupted)
        {
            throw new IOException("standard output: " + Marshal.GetPInvokeErrorMessage(error));
        }
    }

    private static bool IsBroken(int error)
    {
        return error is BrokenPipe or WindowsNoData or WindowsBrokenPipe;
    }

    private static void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException problem) when (IsBroken(problem.HResult & 0xFFFF))
        {
            throw new PipeClosedException();
        }
    }
}
