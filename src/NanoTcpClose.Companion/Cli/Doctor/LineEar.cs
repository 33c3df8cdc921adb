using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Input.Serial;

namespace NanoTcpClose.Companion.Cli.Doctor;

/// <summary>Listens to a serial line for a while. Nothing is sent and no control line is moved.</summary>
internal static class LineEar
{
    private const int ReadMs = 100;

    /// <summary>
    /// The bytes of that time, or fewer when enough were heard. Throws PortException when the port cannot be opened or
    /// goes away.
    /// </summary>
    internal static byte[] Listen(
        string port, int baud, TimeSpan time, CancellationToken cancel, Func<byte[], bool>? enough = null)
    {
        using ISerialLine line = SerialSource.OpenLine(port, baud);
        Stopwatch clock = Stopwatch.StartNew();
        using MemoryStream heard = new();
        byte[] buffer = new byte[16384];
        while (clock.Elapsed < time && !cancel.IsCancellationRequested)
        {
            int got = line.Read(buffer, ReadMs);
            if (got < 0)
            {
                throw new PortException("port " + port + " went away while it was listened to: is the plug loose?");
            }

            heard.Write(buffer, 0, got);
            if (got > 0 && enough?.Invoke(heard.ToArray()) == true)
            {
                break;
            }
        }

        return heard.ToArray();
    }
}
