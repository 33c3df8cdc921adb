// Invariant: the tracer has its own instance of the tracing system and its own mount; both are gone after Dispose.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>
/// Reads the tracepoint sock/inet_sock_set_state: every change of state that the kernel makes, in order.
/// </summary>
public sealed unsafe class StateTracer : IDisposable
{
    private const int BufferBytes = 65536;

    private readonly NetworkNamespace _space;
    private readonly string _address;
    private readonly string _mount;
    private readonly string _instance;
    private readonly StringBuilder _partial = new StringBuilder();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _pipe = -1;

    /// <summary>Mounts tracefs in the mount namespace of the peer and switches the tracepoint on.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="firstPort">Lowest port of the kernel to follow; the tracepoint spans all namespaces.</param>
    /// <param name="lastPort">Highest port of the kernel to follow.</param>
    /// <param name="address">Local address to follow, with dots; null for all.</param>
    public StateTracer(NetworkNamespace space, int firstPort, int lastPort, string? address = null)
    {
        _address = address == null ? " saddr=" : " saddr=" + address + " ";
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
        _mount = Directory.CreateTempSubdirectory("ntc-trace").FullName;
        _instance = Path.Combine(_mount, "instances", $"ntc-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            space.Run(() => Start(firstPort, lastPort));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes the transitions since the last call.</summary>
    public List<KernelTransition> Take()
    {
        List<KernelTransition> taken = new List<KernelTransition>();
        int count;
        while ((count = ReadSome()) > 0)
        {
            _partial.Append(Encoding.ASCII.GetString(_buffer, 0, count));
        }

        string text = _partial.ToString();
        int end = text.LastIndexOf('\n') + 1;
        _partial.Remove(0, end);
        foreach (string line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Contains(_address, StringComparison.Ordinal) && line.Contains(" sport=", StringComparison.Ordinal))
            {
                taken.Add(Parse(line));
            }
        }

        return taken;
    }

    /// <summary>Removes the instance and the mount.</summary>
    public void Dispose()
    {
        if (_pipe >= 0)
        {
            LibC.Close(_pipe);
            _pipe = -1;
        }

        _space.Run(() =>
        {
            if (Directory.Exists(_instance))
            {
                File.WriteAllText(Path.Combine(_instance, "events/sock/inet_sock_set_state/enable"), "0");
                Directory.Delete(_instance);
            }

            _ = LibC.Unmount(_mount, 0);
        });
        Directory.Delete(_mount);
    }

    private static KernelTransition Parse(string line)
    {
        return new KernelTransition(
            int.Parse(Field(line, " sport="), CultureInfo.InvariantCulture),
            int.Parse(Field(line, " dport="), CultureInfo.InvariantCulture),
            KernelStates.FromName(Field(line, " oldstate=")),
            KernelStates.FromName(Field(line, " newstate=")));
    }

    private static string Field(string line, string name)
    {
        int start = line.IndexOf(name, StringComparison.Ordinal) + name.Length;
        int end = line.IndexOf(' ', start);
        return end < 0 ? line[start..].Trim() : line[start..end];
    }

    private void Start(int firstPort, int lastPort)
    {
        LibC.Check(LibC.Mount("tracefs", _mount, "tracefs", 0, 0), "mount tracefs");
        Directory.CreateDirectory(_instance);
        string tracepoint = Path.Combine(_instance, "events/sock/inet_sock_set_state");
        File.WriteAllText(Path.Combine(tracepoint, "filter"), $"sport >= {firstPort} && sport <= {lastPort}");
        File.WriteAllText(Path.Combine(tracepoint, "enable"), "1");
        _pipe = LibC.Check(
            LibC.Open(Path.Combine(_instance, "trace_pipe"), LibC.NonBlocking | LibC.CloseOnExec), "open trace_pipe");
    }

    private int ReadSome()
    {
        fixed (byte* start = _buffer)
        {
            return (int)LibC.Read(_pipe, start, _buffer.Length);
        }
    }
}
