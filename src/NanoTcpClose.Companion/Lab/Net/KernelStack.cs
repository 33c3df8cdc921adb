// Invariant: every socket lives in the namespace of this stack; packets pass through its TUN device only.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>The Linux kernel's TCP in a network namespace of its own, its packets in our hands.</summary>
internal sealed class KernelStack : LabStack
{
    private const uint Mask = 0xFFFFFF00;
    private const int WaitMs = 3000;
    private readonly NetworkNamespace _space = new();
    private readonly TunDevice _tun;
    private readonly SocketDiagnosis _diagnosis;
    private readonly Dictionary<int, Socket> _listeners = [];
    private readonly List<(Socket Socket, int LocalPort, uint Remote, int RemotePort)> _connections = [];
    private readonly byte[] _buffer = new byte[65536];

    internal KernelStack(uint address, RealClock clock, IEnumerable<(string Name, string Value)> parameters)
        : base(address, clock)
    {
        _tun = TunDevice.Create(_space, "ntc0", address, Mask);
        _diagnosis = new SocketDiagnosis(_space);
        foreach ((string name, string value) in parameters)
        {
            SetParameter(name, value);
        }
    }

    /// <summary>Sets net.ipv4.NAME in this namespace.</summary>
    internal void SetParameter(string name, string value)
    {
        _space.SetParameter("net.ipv4." + name, value);
    }

    /// <summary>Reads net.ipv4.NAME in this namespace.</summary>
    internal string Parameter(string name)
    {
        return _space.ReadFile("/proc/sys/net/ipv4/" + name).Trim();
    }

    internal override void Listen(int port)
    {
        Socket listener = NewSocket();
        listener.Bind(new IPEndPoint(ToAddress(Address), port));
        listener.Listen();
        _listeners.Add(port, listener);
    }

    internal override int Connect(uint remote, int remotePort, int localPort)
    {
        Socket socket = NewSocket();
        socket.Blocking = false;
        try
        {
            if (localPort != 0)
            {
                socket.Bind(new IPEndPoint(ToAddress(Address), localPort));
            }

            socket.Connect(new IPEndPoint(ToAddress(remote), remotePort));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The handshake is under way.
        }
        catch (SocketException e) when (e.SocketErrorCode
            is SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable)
        {
            socket.Dispose();
            return (int)CallResult.InUse;
        }

        // A scenario that lets the kernel choose gives it one port to choose from.
        int port = localPort != 0
            ? localPort
            : int.Parse(Parameter("ip_local_port_range").Split('\t', ' ')[0], CultureInfo.InvariantCulture);
        _connections.Add((socket, port, remote, remotePort));
        return _connections.Count;
    }

    internal override int Accept(int port)
    {
        if (!_listeners[port].Poll(TimeSpan.FromMilliseconds(WaitMs), SelectMode.SelectRead))
        {
            throw new LabException("the kernel accepted no connection");
        }

        Socket socket = _listeners[port].Accept();
        IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint!;
        byte[] bytes = remote.Address.GetAddressBytes();
        uint address = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        _connections.Add((socket, port, address, remote.Port));
        return _connections.Count;
    }

    internal override void Close(int handle)
    {
        SocketOf(handle).Close();
    }

    internal override void ShutdownWrite(int handle)
    {
        SocketOf(handle).Shutdown(SocketShutdown.Send);
    }

    internal override void Send(int handle, byte[] data)
    {
        SocketOf(handle).Send(data);
    }

    internal override byte[] Read(int handle)
    {
        Socket socket = SocketOf(handle);
        using MemoryStream all = new();
        while (socket.Available > 0)
        {
            all.Write(_buffer, 0, socket.Receive(_buffer));
        }

        return all.ToArray();
    }

    internal override TcpState State(int handle)
    {
        return Look(handle).State;
    }

    internal override string Error(int handle)
    {
        int error = (int)SocketOf(handle).GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        return (SocketError)error switch
        {
            SocketError.Success => "none",
            SocketError.ConnectionReset => "reset",
            SocketError.TimedOut => "timed out",
            _ => ((SocketError)error).ToString(),
        };
    }

    internal override double TimerMs(int handle)
    {
        SocketLook look = Look(handle);
        return look.Timer == 0 ? -1 : look.ExpiresMs;
    }

    internal override LabSegment? Take(double waitMs)
    {
        long end = Clock.NowUs + (long)(waitMs * 1000);
        do
        {
            int left = (int)Math.Max(0, (end - Clock.NowUs + 999) / 1000);
            int length = _tun.Receive(_buffer, left);
            if (length > 0 && _buffer[9] == 6)
            {
                return new LabSegment(_buffer[..length], Clock.NowUs);
            }
        }
        while (Clock.NowUs < end);

        return null;
    }

    internal override void Put(byte[] packet)
    {
        _tun.Send(packet, packet.Length);
    }

    public override void Dispose()
    {
        foreach (Socket socket in _connections.Select(c => c.Socket).Concat(_listeners.Values))
        {
            socket.Dispose();
        }

        _diagnosis.Dispose();
        _tun.Dispose();
        _space.Dispose();
    }

    internal static IPAddress ToAddress(uint address)
    {
        return new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]);
    }

    private SocketLook Look(int handle)
    {
        (_, int localPort, uint remote, int remotePort) = _connections[handle - 1];
        return _diagnosis.Look(Address, localPort, remote, remotePort);
    }

    private Socket SocketOf(int handle)
    {
        return _connections[handle - 1].Socket;
    }

    private Socket NewSocket()
    {
        return _space.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    }
}
