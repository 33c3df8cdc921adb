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
    private const int AnswerBytes = 4096;
    private const int HeaderBytes = 16;
    private const int WaitMs = 1000;

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
        Span<byte> request = stackalloc byte[RequestBytes];
        request.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(request, RequestBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], IsRequest);
        request[16] = 2;
        request[17] = 6;
        BinaryPrimitives.WriteUInt32LittleEndian(request[20..], uint.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(request[24..], (ushort)localPort);
        BinaryPrimitives.WriteUInt16BigEndian(request[26..], (ushort)remotePort);
        BinaryPrimitives.WriteUInt32BigEndian(request[28..], localAddress);
        BinaryPrimitives.WriteUInt32BigEndian(request[44..], remoteAddress);
        request[64..].Fill(0xFF);
        int length = Ask(request);
        bool found = length >= RequestBytes && BinaryPrimitives.ReadUInt16LittleEndian(_answer.AsSpan(4)) == ByFamily;

        // After its end the exact look-up matches the listener, whose remote port is 0.
        bool exact = found && BinaryPrimitives.ReadUInt16BigEndian(_answer.AsSpan(HeaderBytes + 6)) == remotePort;
        return exact ? KernelStates.FromNumber(_answer[HeaderBytes + 1]) : TcpState.Closed;
    }

    /// <summary>Closes the netlink socket.</summary>
    public void Dispose()
    {
        LibC.Close(_file);
    }

    private int Ask(ReadOnlySpan<byte> request)
    {
        fixed (byte* start = request)
        {
            LibC.Check((int)LibC.Write(_file, start, request.Length), "write to sock_diag");
        }

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
