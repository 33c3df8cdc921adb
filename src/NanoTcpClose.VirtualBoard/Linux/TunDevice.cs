// Invariant: one read or write is one IPv4 packet. What is not IPv4 is skipped here, so the engine never counts it
// as bad.

using System;
using System.Buffers.Binary;
using System.Text;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>A TUN device: packets written here arrive at the kernel's TCP, its answers are read here.</summary>
public sealed unsafe class TunDevice : IPacketLink, IDisposable
{
    private const nuint SetInterface = 0x400454ca;
    private const nuint SetAddress = 0x8916;
    private const nuint SetMask = 0x891c;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const short TunWithoutHeader = 0x1001;
    private const short UpAndRunning = 0x41;
    private const int RequestBytes = 40;
    private const int NameBytes = 16;
    private const int MaxSkipped = 16;

    private readonly int _file;
    private bool _closed;

    private TunDevice(int file)
    {
        _file = file;
    }

    /// <summary>Makes the device in a namespace and brings it up.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="name">Name of the device, at most 15 letters.</param>
    /// <param name="kernelAddress">The kernel's address on it, first octet on top.</param>
    /// <param name="mask">Its network mask; our own address must lie in that network.</param>
    public static TunDevice Create(NetworkNamespace space, string name, uint kernelAddress, uint mask)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Run(() => CreateHere(name, kernelAddress, mask));
    }

    /// <inheritdoc/>
    public bool Send(byte[] datagram, int length)
    {
        fixed (byte* start = datagram)
        {
            return !_closed && LibC.Write(_file, start, length) == length;
        }
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int timeoutMs)
    {
        for (int skipped = 0; skipped < MaxSkipped; skipped++)
        {
            if (_closed)
            {
                return -1;
            }

            if (!LibC.WaitReady(_file, LibC.PollIn, timeoutMs))
            {
                return 0;
            }

            int length = ReadOne(buffer);
            if (length > 0 && buffer[0] >> 4 == 4)
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>Removes the device. No other thread may be inside <see cref="Receive"/>.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            LibC.Close(_file);
        }
    }

    /// <summary>Brings a device of the calling thread's namespace up.</summary>
    internal static void BringUp(string name)
    {
        int control = LibC.Check(LibC.Socket(2, 2, 0), "socket");
        try
        {
            BringUp(control, name);
        }
        finally
        {
            LibC.Close(control);
        }
    }

    private static void BringUp(int control, string name)
    {
        byte* request = stackalloc byte[RequestBytes];
        Name(request, name);
        LibC.Check(LibC.Control(control, GetFlags, request), "ioctl SIOCGIFFLAGS");
        *(short*)(request + NameBytes) |= UpAndRunning;
        LibC.Check(LibC.Control(control, SetFlags, request), "ioctl SIOCSIFFLAGS");
    }

    private static TunDevice CreateHere(string name, uint address, uint mask)
    {
        int file = LibC.Check(
            LibC.Open("/dev/net/tun", LibC.ReadWrite | LibC.NonBlocking | LibC.CloseOnExec), "open /dev/net/tun");
        int control = -1;
        try
        {
            byte* request = stackalloc byte[RequestBytes];
            Name(request, name);
            *(short*)(request + NameBytes) = TunWithoutHeader;
            LibC.Check(LibC.Control(file, SetInterface, request), "ioctl TUNSETIFF");
            control = LibC.Check(LibC.Socket(2, 2, 0), "socket");
            Assign(control, name, SetAddress, address, "ioctl SIOCSIFADDR");
            Assign(control, name, SetMask, mask, "ioctl SIOCSIFNETMASK");
            BringUp(control, name);
            return new TunDevice(file);
        }
        catch
        {
            LibC.Close(file);
            throw;
        }
        finally
        {
            if (control >= 0)
            {
                LibC.Close(control);
            }
        }
    }

    private static void Name(byte* request, string name)
    {
        Span<byte> bytes = new Span<byte>(request, RequestBytes);
        bytes.Clear();
        Encoding.ASCII.GetBytes(name, bytes[..(NameBytes - 1)]);
    }

    private static void Assign(int control, string name, nuint what, uint address, string call)
    {
        byte* request = stackalloc byte[RequestBytes];
        Name(request, name);
        *(short*)(request + NameBytes) = 2;
        BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(request + NameBytes + 4, 4), address);
        LibC.Check(LibC.Control(control, what, request), call);
    }

    private int ReadOne(byte[] buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)LibC.Read(_file, start, buffer.Length);
        }
    }
}
