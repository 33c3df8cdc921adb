// Invariant: client and server sockets live in one namespace and speak over its loopback device, so nothing leaves
// this machine.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>Many kernel connections at once, counted by the kernel itself.</summary>
internal sealed class KernelCrowd : IDisposable
{
    internal const int Port = 80;
    private const int WaitMs = 3000;
    private readonly NetworkNamespace _space = new();
    private readonly SocketDiagnosis _diagnosis;
    private readonly Socket _listener;
    private readonly List<Socket> _sockets = [];
    private readonly byte[] _buffer = new byte[4096];

    internal KernelCrowd(IEnumerable<(string Name, string Value)> parameters)
    {
        _space.RaiseLoopback();
        _diagnosis = new SocketDiagnosis(_space);
        foreach ((string name, string value) in parameters)
        {
            _space.SetParameter("net.ipv4." + name, value);
        }

        _listener = NewSocket();
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _listener.Listen(1024);
    }

    internal NetworkNamespace Space => _space;

    /// <summary>Opens a connection; null with the error when the kernel refuses.</summary>
    internal (Socket Client, Socket Server)? Open(out SocketError error)
    {
        Socket client = NewSocket();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
        }
        catch (SocketException e)
        {
            client.Dispose();
            error = e.SocketErrorCode;
            return null;
        }

        error = SocketError.Success;
        Socket server = _listener.Accept();
        _sockets.Add(client);
        _sockets.Add(server);
        client.ReceiveTimeout = WaitMs;
        server.ReceiveTimeout = WaitMs;
        return (client, server);
    }

    /// <summary>One request and its answer.</summary>
    internal void Exchange(Socket client, Socket server, int bytes)
    {
        client.Send(_buffer, bytes, SocketFlags.None);
        ReadAll(server, bytes);
        server.Send(_buffer, bytes, SocketFlags.None);
        ReadAll(client, bytes);
    }

    /// <summary>Closes in order: first one, then, when it has seen the end, the other.</summary>
    internal void Close(Socket first, Socket second)
    {
        first.Shutdown(SocketShutdown.Send);
        ReadEnd(second);
        second.Close();
        ReadEnd(first);
        first.Close();
    }

    /// <summary>Starts a program inside the namespace, with its three streams in our hands.</summary>
    internal Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return _space.Run(() => Process.Start(info)) ?? throw new LabException(program + " does not start");
    }

    /// <summary>Accepts waiting connections and closes our end of each.</summary>
    internal void CloseAccepted(int count)
    {
        for (int k = 0; k < count; k++)
        {
            _listener.Accept().Close();
        }
    }

    /// <summary>The connections of a local port in a state; 0 is every port.</summary>
    internal int Count(TcpState state, int localPort)
    {
        return _diagnosis.Count(state, localPort);
    }

    /// <summary>
    /// Waits until so many connections are in a state, for acknowledgements may be held back; returns how many are.
    /// </summary>
    internal int Await(TcpState state, int count)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (Count(state, 0) < count && watch.ElapsedMilliseconds < WaitMs)
        {
            Thread.Sleep(5);
        }

        return Count(state, 0);
    }

    /// <summary>State and timer of one connection, seen from the client's end.</summary>
    internal SocketLook Look(int clientPort)
    {
        return _diagnosis.Look(0x7F000001, clientPort, 0x7F000001, Port);
    }

    /// <summary>The kind of timer that runs for the server's end of a connection; 0 is none.</summary>
    internal int TimerOfServer(int clientPort)
    {
        return _diagnosis.Look(0x7F000001, Port, 0x7F000001, clientPort).Timer;
    }

    /// <summary>A counter of /proc/net/netstat or snmp, by name.</summary>
    internal long Counter(string file, string group, string name)
    {
        string text = _space.ReadFile("/proc/thread-self/net/" + file);
        string[] lines = [.. text.Split('\n').Where(l => l.StartsWith(group + ":", StringComparison.Ordinal))];
        int at = Array.IndexOf(lines[0].Split(' '), name);
        return at < 0
            ? throw new LabException("this kernel counts no " + name)
            : long.Parse(lines[1].Split(' ')[at], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _sockets.ForEach(s => s.Dispose());
        _listener.Dispose();
        _diagnosis.Dispose();
        _space.Dispose();
    }

    private void ReadAll(Socket socket, int bytes)
    {
        for (int left = bytes; left > 0;)
        {
            int got = socket.Receive(_buffer, Math.Min(left, _buffer.Length), SocketFlags.None);
            left -= got > 0 ? got : throw new LabException("a kernel socket ended too early");
        }
    }

    private void ReadEnd(Socket socket)
    {
        if (socket.Receive(_buffer) != 0)
        {
            throw new LabException("a kernel socket had data where its end was due");
        }
    }

    private Socket NewSocket()
    {
        return _space.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    }
}
