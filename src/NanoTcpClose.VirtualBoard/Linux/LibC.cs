// Invariant: constants are those of Linux on 64-bit machines; every caller checks the result and names the call that failed.

using System;
using System.Runtime.InteropServices;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>The C library calls that .NET does not offer.</summary>
internal static unsafe partial class LibC
{
    internal const int CloneNewNs = 0x00020000;
    internal const int CloneNewNet = 0x40000000;
    internal const ulong MsRecursive = 0x4000;
    internal const ulong MsPrivate = 0x40000;
    internal const int ReadWrite = 2;
    internal const int NoControllingTerminal = 0x100;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const short PollIn = 1;
    internal const short PollOut = 4;
    internal const int Again = 11;
    internal const int Interrupted = 4;

    internal const int RoundRobin = 2;
    internal const int ResetOnFork = 0x40000000;

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    internal static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string? type, ulong flags, nint data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int file, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    internal static partial int OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    internal static partial int GrantTerminal(int file);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    internal static partial int UnlockTerminal(int file);

    [LibraryImport("libc", EntryPoint = "ptsname", SetLastError = true)]
    internal static partial nint TerminalName(int file);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int GetTerminalMode(int file, byte* mode);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int SetTerminalMode(int file, int when, byte* mode);

    [LibraryImport("libc", EntryPoint = "cfmakeraw", SetLastError = true)]
    internal static partial void MakeRaw(byte* mode);

    /// <summary>Waits until a file is ready; a signal counts as "not yet".</summary>
    internal static bool WaitReady(int file, short what, int timeoutMs)
    {
        PollEntry entry = new PollEntry { File = file, Events = what };
        return Poll(&entry, 1, timeoutMs) > 0 && (entry.Returned & what) != 0;
    }

    /// <summary>Throws with the call and the remedy when a result is negative; hands the result on otherwise.</summary>
    internal static int Check(int result, string call)
    {
        if (result < 0)
        {
            throw new InvalidOperationException(Permission.Explain(call, Marshal.GetLastPInvokeError()));
        }

        return result;
    }
}
