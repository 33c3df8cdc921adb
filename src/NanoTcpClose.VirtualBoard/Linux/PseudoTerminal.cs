// Invariant: we keep the slave side open ourselves, so a reader that goes away is no hang-up: its bytes wait, then are refused.

using System;
using System.Runtime.InteropServices;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>A pseudo-terminal: the master is the board's UART, the slave opens like the serial port of a USB adapter.</summary>
public sealed unsafe class PseudoTerminal : ILogLine
{
    private const int ModeBytes = 256;
    private const int PatientWaitMs = 1000;

    private readonly int _writeWaitMs;
    private readonly int _master;
    private readonly int _slave;
    private bool _closed;

    /// <summary>Makes the pair in raw mode.</summary>
    /// <param name="writeWaitMs">How long a write waits for room: a busy desktop may not read for a while.</param>
    public PseudoTerminal(int writeWaitMs = PatientWaitMs)
    {
        _writeWaitMs = writeWaitMs;
        _master = LibC.Check(
            LibC.OpenTerminal(LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec | LibC.NonBlocking),
            "posix_openpt");
        LibC.Check(LibC.GrantTerminal(_master), "grantpt");
        LibC.Check(LibC.UnlockTerminal(_master), "unlockpt");
        Name = Marshal.PtrToStringUTF8(LibC.TerminalName(_master))
            ?? throw new InvalidOperationException("ptsname: this terminal has no name");
        _slave = LibC.Check(
            LibC.Open(Name, LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec), "open " + Name);
        byte* mode = stackalloc byte[ModeBytes];
        LibC.Check(LibC.GetTerminalMode(_slave, mode), "tcgetattr");
        LibC.MakeRaw(mode);
        LibC.Check(LibC.SetTerminalMode(_slave, 0, mode), "tcsetattr");
    }

    /// <summary>Path of the slave side.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Write(byte[] buffer, int count)
    {
        int done = 0;
        fixed (byte* start = buffer)
        {
            while (done < count && !_closed)
            {
                if (!LibC.WaitReady(_master, LibC.PollOut, _writeWaitMs))
                {
                    return false;
                }

                nint written = LibC.Write(_master, start + done, count - done);
                if (written <= 0 && Marshal.GetLastPInvokeError() is not LibC.Again and not LibC.Interrupted)
                {
                    return false;
                }

                done += Math.Max(0, (int)written);
            }
        }

        return done == count;
    }

    /// <summary>Hangs up: a reader sees the end of the line.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            LibC.Close(_slave);
            LibC.Close(_master);
        }
    }
}
