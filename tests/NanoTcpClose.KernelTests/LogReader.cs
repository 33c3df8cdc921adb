using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.KernelTests;

/// <summary>Reads a board's serial line in a thread of its own and keeps the path of every connection.</summary>
internal sealed class LogReader : IDisposable
{
    private readonly object _gate = new object();
    private readonly FileStream _line;
    private readonly PathSink _sink = new PathSink();

    internal LogReader(string path)
    {
        _line = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        Thread thread = new Thread(Read) { IsBackground = true };
        thread.Start();
    }

    internal int Missing
    {
        get
        {
            lock (_gate)
            {
                return _sink.Missing;
            }
        }
    }

    public void Dispose()
    {
        // The thread ends when the board hangs up; closing a file under a blocked read would wait for it here.
    }

    internal IReadOnlyList<TcpState> PathOf(int remotePort, int localPort)
    {
        lock (_gate)
        {
            return _sink.PathOf(remotePort, localPort);
        }
    }

    private void Read()
    {
        TraceDecoder decoder = new TraceDecoder(_sink);
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = _line.Read(buffer, 0, buffer.Length)) > 0)
            {
                lock (_gate)
                {
                    decoder.Feed(buffer.AsSpan(0, count));
                }
            }
        }
        catch (IOException)
        {
            // The board hung up, which is how its log ends.
        }

        _line.Dispose();
    }
}
