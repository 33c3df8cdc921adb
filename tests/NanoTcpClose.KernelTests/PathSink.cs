using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.KernelTests;

/// <summary>Keeps the states that each connection of the log entered.</summary>
internal sealed class PathSink : ITraceSink
{
    private readonly Dictionary<int, List<TcpState>> _paths = new Dictionary<int, List<TcpState>>();
    private readonly Dictionary<(int Remote, int Local), int> _numbers = new Dictionary<(int Remote, int Local), int>();

    internal int Missing { get; private set; }

    public void OnRecord(in TraceRecord record)
    {
        if (record.Type == RecordType.Open)
        {
            _numbers[(record.RemotePort, record.LocalPort)] = record.Connection;
        }
        else if (record.Type == RecordType.Transition)
        {
            if (!_paths.TryGetValue(record.Connection, out List<TcpState>? path))
            {
                path = new List<TcpState>();
                _paths.Add(record.Connection, path);
            }

            path.Add(record.To);
        }
    }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
    }

    public void OnGap(in TraceGap gap)
    {
        Missing += gap.Missing;
    }

    public void OnEpoch(in TraceRecord hello)
    {
    }

    public void OnUnknownVersion(int version)
    {
    }

    internal IReadOnlyList<TcpState> PathOf(int remotePort, int localPort)
    {
        if (localPort == 0)
        {
            localPort = _numbers.Keys.FirstOrDefault(ports => ports.Remote == remotePort).Local;
        }

        bool known = _numbers.TryGetValue((remotePort, localPort), out int number) && _paths.ContainsKey(number);
        return known ? _paths[number].ToArray() : Array.Empty<TcpState>();
    }
}
