// Invariant: the modem lines are never touched apart from each other. The kernel raises DTR and RTS together when it
// opens a port,
// which does not reset an ESP32 (its circuit resets when they differ); HUPCL is cleared, so closing does not move them
// either.
// That, and ports that hang in Dispose after a hang-up, is why Linux does without System.IO.Ports.

using System;
using System.Runtime.InteropServices;

namespace NanoTcpClose.Companion.Input.Serial;

/// <summary>A serial port of Linux: raw, 8 data bits, any speed, locked against other programs.</summary>
internal sealed unsafe class LinuxLine : ISerialLine
{
    private const nuint GetMode = 0x802C542A;
    private const nuint SetMode = 0x402C542B;
    private const nuint MakeExclusive = 0x540C;
    private const uint Bits8 = 0x30;
    private const uint Receiver = 0x80;
    private const uint NoModemLines = 0x800;
    private const uint AnySpeed = 0x1000;
    private const int WriteWaitMs = 1000;

    private readonly int _file;

    /// <summary>Opens, locks and sets it up. Throws <see cref="PortException"/>.</summary>
    internal LinuxLine(string name, int baud)
    {
        int flags = Posix.ReadWrite | Posix.NoControllingTerminal | Posix.NonBlocking | Posix.CloseOnExec;
        _file = Posix.Open(name, flags);
        if (_file < 0)
        {
            throw PortTrouble.Of(name, Marshal.GetLastPInvokeError());
        }

        if (Posix.Lock(_file, Posix.ExclusiveNow) < 0)
        {
            Fail(name, Posix.Busy);
        }

        // The lock keeps out other careful programs; this keeps out all of them, but for those of the superuser.
        _ = Posix.Control(_file, MakeExclusive, null);
        if (!SetUp(baud))
        {
            Fail(name, Marshal.GetLastPInvokeError());
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int waitMs)
    {
        short ready = Posix.WaitFor(_file, Posix.PollIn, waitMs);
        if (ready == 0)
        {
            return 0;
        }

        fixed (byte* start = buffer)
        {
            nint got = Posix.Read(_file, start, buffer.Length);
            bool later = got < 0 && Marshal.GetLastPInvokeError() is Posix.Again or Posix.Interrupted;
            return got > 0 ? (int)got : later ? 0 : -1;
        }
    }

    /// <inheritdoc/>
    public bool Write(byte[] buffer, int count)
    {
        int done = 0;
        fixed (byte* start = buffer)
        {
            while (done < count)
            {
                if (Posix.WaitFor(_file, Posix.PollOut, WriteWaitMs) != Posix.PollOut)
                {
                    return false;
                }

                nint put = Posix.Write(_file, start + done, count - done);
                if (put < 0 && Marshal.GetLastPInvokeError() is not Posix.Again and not Posix.Interrupted)
                {
                    return false;
                }

                done += Math.Max(0, (int)put);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Posix.Close(_file);
    }

    private bool SetUp(int baud)
    {
        LineMode mode = default;
        if (Posix.Control(_file, GetMode, &mode) < 0)
        {
            return false;
        }

        mode.Input = 0;
        mode.Output = 0;
        mode.Local = 0;
        mode.Control = Bits8 | Receiver | NoModemLines | AnySpeed;
        mode.InputSpeed = (uint)baud;
        mode.OutputSpeed = (uint)baud;
        return Posix.Control(_file, SetMode, &mode) >= 0;
    }

    private void Fail(string name, int error)
    {
        _ = Posix.Close(_file);
        throw PortTrouble.Of(name, error);
    }

    /// <summary>struct termios2.</summary>
    private struct LineMode
    {
        internal uint Input;
        internal uint Output;
        internal uint Control;
        internal uint Local;
        internal byte Discipline;
        internal fixed byte Characters[19];
        internal uint InputSpeed;
        internal uint OutputSpeed;
    }
}
