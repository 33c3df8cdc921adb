using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>
/// The board's side of a pseudo-terminal: reads what is sent to it and sees the speed that the other side set.
/// </summary>
internal sealed partial class MasterLine : IDisposable
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100;
    private const int NonBlocking = 0x800;
    private const nuint GetMode2 = 0x802C542A;
    private const int Mode2Bytes = 44;
    private const int OutputSpeedAt = 40;

    private readonly int _file;

    internal MasterLine()
    {
        _file = OpenTerminal(ReadWrite | NoControllingTerminal | NonBlocking);
        Assert.True(_file >= 0 && Grant(_file) == 0 && Unlock(_file) == 0, "no pseudo-terminal");
        Name = Marshal.PtrToStringUTF8(NameOf(_file))!;
    }

    internal string Name { get; }

    /// <summary>Bits a second that the other side asked for.</summary>
    internal int Speed
    {
        get
        {
            byte[] mode = new byte[Mode2Bytes];
            Assert.Equal(0, Control(_file, GetMode2, mode));
            return BitConverter.ToInt32(mode, OutputSpeedAt);
        }
    }

    internal byte[] Read(int count)
    {
        using MemoryStream heard = new();
        byte[] buffer = new byte[4096];
        Stopwatch time = Stopwatch.StartNew();
        while (heard.Length < count)
        {
            Assert.True(time.Elapsed.TotalSeconds < 30, heard.Length + " of " + count + " bytes came in 30 s");
            nint got = Read(_file, buffer, buffer.Length);
            heard.Write(buffer, 0, Math.Max(0, (int)got));
            System.Threading.Thread.Sleep(got > 0 ? 0 : 1);
        }

        return heard.ToArray();
    }

    /// <summary>Without waiting: what does not fit is lost, as on a wire.</summary>
    internal void Write(byte[] bytes)
    {
        _ = Write(_file, bytes, bytes.Length);
    }

    public void Dispose()
    {
        _ = Close(_file);
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(int file);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(int file);

    [LibraryImport("libc", EntryPoint = "ptsname")]
    private static partial nint NameOf(int file);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int file, nuint request, byte[] mode);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
