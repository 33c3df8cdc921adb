using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Sockets;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>peer beside real sockets of this kernel: one of a pair plays the board, the other is this PC's.</summary>
public sealed class PeerTests : IDisposable
{
    private readonly Socket _board;
    private readonly Socket _here;
    private readonly IPEndPoint _boardEnd;
    private readonly IPEndPoint _hereEnd;

    public PeerTests()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _board = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _board.Connect(listener.LocalEndPoint!);
        _here = listener.Accept();
        _boardEnd = (IPEndPoint)_board.LocalEndPoint!;
        _hereEnd = (IPEndPoint)_here.LocalEndPoint!;
    }

    public void Dispose()
    {
        _board.Dispose();
        _here.Dispose();
    }

    [Fact]
    public void Should_See_Both_Open()
    {
        Assert.EndsWith(
            "1.1  board ESTABLISHED, peer ESTABLISHED: open on both sides\n", Peer(S.Established, S.Established));
    }

    [Fact]
    public void Should_See_The_Application_Here_That_Has_Not_Called_Close_And_What_It_Has_Not_Read()
    {
        _board.Send(new byte[12]);
        _board.Shutdown(SocketShutdown.Send);
        Assert.EndsWith(
            "1.1  board FIN-WAIT-2, peer CLOSE-WAIT: the application on the PC has not called close and has 12 bytes "
            + "unread; the board waits for that\n",
            Peer(S.FinWait2, S.CloseWait));
    }

    [Fact]
    public void Should_See_The_Application_On_The_Board_That_Has_Not_Called_Close()
    {
        _here.Shutdown(SocketShutdown.Send);
        Assert.EndsWith(
            "1.1  board CLOSE-WAIT, peer FIN-WAIT-2: the application on the board has not called close\n",
            Peer(S.CloseWait, S.FinWait2));
    }

    [Fact]
    public void Should_See_Time_Wait_Here_And_What_Is_Left_Of_It()
    {
        _here.Shutdown(SocketShutdown.Send);
        _board.Shutdown(SocketShutdown.Send);
        _board.Dispose();
        _here.Dispose();
        string last = Peer(S.Closed, S.TimeWait).TrimEnd().Split('\n')[^1];
        Assert.StartsWith(
            "1.1  board CLOSED, peer TIME-WAIT: both are done; this PC keeps the pair of addresses for its own "
            + "TIME-WAIT; ",
            last);
        Assert.Matches(@"; (5\d|60) s of it left$", last);
    }

    [Fact]
    public void Should_See_The_Orphan_That_Waits_For_A_Board_That_Has_Forgotten()
    {
        _here.Dispose();
        string last = Peer(S.CloseWait, S.FinWait2).TrimEnd().Split('\n')[^1];
        Assert.Contains("the application on the board has not called close; ", last);
        Assert.EndsWith(" s of it left", last);
    }

    // The FIN crosses loopback at once, but the table may be read before.
    private string Peer(S board, S here)
    {
        Wait.For(() => StateHere() == here, here + " in the table of this kernel");
        string file = new Captures().Hello().Open(1, _boardEnd, _hereEnd)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 20)
            .Step(1, S.Established, board, C.Evidence, 30).File();
        Cli run = new(null, "peer", file);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        return run.Out;
    }

    private S StateHere()
    {
        return SocketTable.Read()
            .FirstOrDefault(s => s.LocalPort == _hereEnd.Port && s.RemotePort == _boardEnd.Port)?.State ?? S.Closed;
    }
}
