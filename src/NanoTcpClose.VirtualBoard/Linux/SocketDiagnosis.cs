// Invariant: one request, one answer; the netlink socket belongs to the namespace that it was made in.

using System;
using System.Buffers.Binary;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>Asks the kernel over sock_diag for the state of one connection. Not thread-safe.</summary>
public sealed unsafe class SocketDiagnosis : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawCloseOnExec = 3 | LibC.CloseOnExec;
    private const int SockDiagProtocol = 4;
    private const ushort ByFamily = 20;
    private const ushort IsRequest = 1;
    private const int RequestBytes = 72;
    private const int AnswerBytes = 65536;
    private const int HeaderBytes = 16;
    private const int WaitMs = 1000;
    private const int ExpiresAt = 52;
    private const ushort Dump = 0x300;

    private readonly int _file;
    private readonly byte[] _answer = new byte[AnswerBytes];

    /// <summary>Opens the netlink socket in the namespace.</summary>
    public SocketDiagnosis(NetworkNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        _file = space.Run(() => LibC.Check(
            LibC.Socket(NetlinkFamily, RawCloseOnExec, SockDiagProtocol), "socket for sock_diag"));
    }

    /// <summary>The kernel's state of a connection, as a state of the RFC; CLOSED when there is none.</summary>
    public TcpState StateOf(uint localAddress, int localPort, uint remoteAddress, int remotePort)
    {
        return Look(localAddress, localPort, remoteAddress, remotePort).State;
    }

    /// <summary>The same with the timer that runs for it.</summary>
    public SocketLook Look(uint localAddress, int localPort, uint remoteAddress, int remotePort)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        Begin(request, IsRequest, uint.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(request[24..], (ushort)localPort);
        BinaryPrimitives.WriteUInt16BigEndian(request[26..], (ushort)remotePort);
        BinaryPrimitives.WriteUInt32BigEndian(request[28..], localAddress);
        BinaryPrimitives.WriteUInt32BigEndian(request[44..], remoteAddress);
        request[64..].Fill(0xFF);
        int length = Ask(request);
        bool found = length >= RequestBytes && BinaryPrimitives.ReadUInt16LittleEndian(_answer.AsSpan(4)) == ByFamily;

        // After its end the exact look-up matches the listener, whose remote port is 0.
        bool exact = found && BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(HeaderBytes + 6)) == remotePort;
        return exact
            ? new SocketLook(
                KernelStates.FromNumber(_answer[HeaderBytes + 1]),
                _answer[HeaderBytes + 2],
                BinaryPrimitives.ReadInt32LittleEndian(_answer.AsSpan(HeaderBytes + ExpiresAt)))
            : new SocketLook(TcpState.Closed, 0, 0);
    }

    /// <summary>How many connections with this local port are in a state.</summary>
    /// <param name="state">A state that a connection can be in.</param>
    /// <param name="localPort">The kernel's port; 0 for all.</param>
    public int Count(TcpState state, int localPort)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        Begin(request, IsRequest | Dump, 1u << KernelStates.ToNumber(state));
        int count = 0;
        int length = Ask(request);
        while (CountPart(length, localPort, ref count))
        {
            length = ReadAnswer();
        }

        return count;
    }

    /// <summary>Closes the netlink socket.</summary>
    public void Dispose()
    {
        LibC.Close(_file);
    }

    private static void Begin(Span<byte> request, ushort flags, uint states)
    {
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, RequestBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], flags);
        request[16] = 2;
        request[17] = 6;
        BinaryPrimitives.WriteUInt32LittleEndian(request[20..], states);
    }

    /// <summary>Counts one portion of a dump; false when it was the last.</summary>
    private bool CountPart(int length, int localPort, ref int count)
    {
        int at = 0;
        while (at + HeaderBytes <= length)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(_answer.AsSpan(at));
            if (size < HeaderBytes || BinaryPrimitives.ReadUInt16LittleEndian(_answer.AsSpan(at + 4)) != ByFamily)
            {
                return false;
            }

            int port = BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(at + HeaderBytes + 4));
            count += localPort == 0 || port == localPort ? 1 : 0;
            at += (size + 3) & ~3;
        }

        return length > 0;
    }

    private int Ask(ReadOnlySpan<byte> request)
    {
        fixed (byte* start = request)
        {
            LibC.Check((int)LibC.Write(_file, start, request.Length), "write to sock_diag");
        }

        return ReadAnswer();
    }

    private int ReadAnswer()
    {
        if (!LibC.WaitReady(_file, LibC.PollIn, WaitMs))
        {
            throw new TimeoutException("sock_diag did not answer");
        }

        fixed (byte* start = _answer)
        {
            return LibC.Check((int)LibC.Read(_file, start, _answer.Length), "read from sock_diag");
        }
    }
}
