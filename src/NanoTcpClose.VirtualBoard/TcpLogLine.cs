// Invariant: one reader at a time; a newcomer replaces the one before. Bytes without a reader are kept, up to a bound.

using System;
using System.IO;
using System.Net;
using System.Net.Sockets;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The UART as a TCP stream on loopback, where there are no pseudo-terminals.</summary>
public sealed class TcpLogLine : ILogLine
{
    private const int MaxKeptBytes = 65536;
    private const int SendWaitMs = 500;

    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly MemoryStream _kept = new MemoryStream();
    private Socket? _reader;

    /// <summary>Listens on a free port of 127.0.0.1.</summary>
    public TcpLogLine()
    {
        _listener.Start();
        Name = "tcp://" + _listener.LocalEndpoint;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Write(byte[] buffer, int count)
    {
        if (_listener.Pending())
        {
            _reader?.Dispose();
            _reader = _listener.AcceptSocket();
            _reader.SendTimeout = SendWaitMs;
        }

        if (_reader == null)
        {
            bool room = _kept.Length + count <= MaxKeptBytes;
            _kept.Write(buffer, 0, room ? count : 0);
            return room;
        }

        return SendTo(_reader, buffer, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_listener.Pending())
        {
            Write(Array.Empty<byte>(), 0);
        }

        _reader?.Dispose();
        _listener.Stop();
    }

    private bool SendTo(Socket reader, byte[] buffer, int count)
    {
        try
        {
            if (_kept.Length > 0)
            {
                reader.Send(_kept.ToArray());
                _kept.SetLength(0);
            }

            return reader.Send(buffer, count, SocketFlags.None) == count;
        }
        catch (SocketException)
        {
            reader.Dispose();
            _reader = null;
            return false;
        }
    }
}
