// Invariant: constants are those of Linux; every caller checks the result.

using System;
using System.Runtime.InteropServices;

namespace NanoTcpClose.Companion.Input.Serial;

/// <summary>The calls of the C library that a serial port needs.</summary>
internal static unsafe partial class Posix
{
    internal const int ReadWrite = 2;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const short PollIn = 1;
    internal const short PollOut = 4;
    internal const int ExclusiveNow = 2 | 4;
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int Denied = 13;
    internal const int Busy = 16;
    internal const int NotThere = 2;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollFile* files, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Lock(int file, int operation);

    /// <summary>Waits; tells what is ready, 0 when nothing is or a signal came.</summary>
    internal static short WaitFor(int file, short what, int timeoutMs)
    {
        PollFile entry = new() { File = file, Events = what };
        return Poll(&entry, 1, timeoutMs) > 0 ? entry.Returned : (short)0;
    }

    /// <summary>struct pollfd.</summary>
    internal struct PollFile
    {
        internal int File;
        internal short Events;
        internal short Returned;
    }
}
