using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.App;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The Linux kernel's TCP in a network namespace of its own, reached through a TUN device.</summary>
public sealed class KernelPeer : IDemoPeer
{
    /// <summary>The kernel's address, 192.0.2.2.</summary>
    public const uint KernelAddress = 0xC0000202;

    private const uint Mask = 0xFFFFFF00;

    private readonly Dictionary<int, Socket> _listeners = new Dictionary<int, Socket>();
    private readonly TunDevice _tun;

    /// <summary>Makes namespace and device.</summary>
    /// <exception cref="InvalidOperationException">Not permitted here; the message says what is missing.</exception>
    public KernelPeer()
    {
        Space = new NetworkNamespace();
        try
        {
            _tun = TunDevice.Create(Space, "ntc0", KernelAddress, Mask);
        }
        catch
        {
            Space.Dispose();
            throw;
        }
    }

    /// <summary>The namespace that the kernel's sockets are made in.</summary>
    public NetworkNamespace Space { get; }

    /// <inheritdoc/>
    public string Description => $"Linux kernel {Release()} TCP through TUN in its own network namespace";

    /// <inheritdoc/>
    public uint Address => KernelAddress;

    /// <inheritdoc/>
    public IPacketLink BoardLink => _tun;

    /// <summary>Whether this process may use the kernel as a peer.</summary>
    /// <param name="why">The reason when it may not, else empty.</param>
    public static bool IsAvailable(out string why)
    {
        if (!OperatingSystem.IsLinux())
        {
            why = "the kernel peer needs Linux";
            return false;
        }

        try
        {
            using KernelPeer probe = new KernelPeer();
            why = string.Empty;
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            why = e.Message;
            return false;
        }
    }

    /// <summary>Makes a socket in the namespace.</summary>
    public Socket NewSocket()
    {
        return Space.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
    }

    /// <inheritdoc/>
    public void Listen(int port)
    {
        Socket listener = NewSocket();
        listener.Bind(new IPEndPoint(EndPointAddress(KernelAddress), port));
        listener.Listen();
        _listeners.Add(port, listener);
    }

    /// <summary>Takes the kernel's next connection on a port.</summary>
    public Socket AcceptSocket(int port)
    {
        if (!_listeners[port].Poll(TimeSpan.FromSeconds(3), SelectMode.SelectRead))
        {
            throw new TimeoutException($"the kernel accepted no connection on port {port} within 3 s");
        }

        Socket socket = _listeners[port].Accept();
        socket.ReceiveTimeout = 3000;
        socket.SendTimeout = 3000;
        return socket;
    }

    /// <inheritdoc/>
    IDemoConnection IDemoPeer.Accept(int port)
    {
        return new KernelConnection(AcceptSocket(port));
    }

    /// <summary>Removes device, sockets and namespace.</summary>
    public void Dispose()
    {
        foreach (Socket listener in _listeners.Values)
        {
            listener.Dispose();
        }

        _tun.Dispose();
        Space.Dispose();
    }

    internal static IPAddress EndPointAddress(uint address)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new IPAddress(bytes);
    }

    private static string Release()
    {
        Version version = Environment.OSVersion.Version;
        return $"{version.Major}.{version.Minor}";
    }
}
