using System;
using System.Threading;
using NanoTcpClose.App;
using NanoTcpClose.Tests.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>Faults around the engine: the log line and the link. Closes must go on meanwhile.</summary>
public sealed class BoardFaultTests : IDisposable
{
    private const uint One = 0xC0000201;
    private const uint Other = 0xC0000202;
    private const int BlockedMs = 200;
    private const int Closes = 10;

    private readonly MemoryLink _link;
    private readonly FaultyBoard _board;
    private readonly FaultyBoard _peerBoard;
    private readonly BoardApp _app;
    private readonly BoardApp _peer;

    public BoardFaultTests()
    {
        (_link, MemoryLink other) = MemoryLink.Pair();
        _board = new FaultyBoard(_link);
        _peerBoard = new FaultyBoard(other);
        _app = FaultyBoard.Start(_board, One);
        _peer = FaultyBoard.Start(_peerBoard, Other);
        _peer.Listen(80);
    }

    public void Dispose()
    {
        _app.Stop();
        _peer.Stop();
        _board.Dispose();
        _peerBoard.Dispose();
    }

    /// <summary>Each write waits as long as the ESP32's line may, and then fails.</summary>
    [Fact]
    public void UartThatBlocks_HoldsNoCloseUp()
    {
        _board.Log = () =>
        {
            Thread.Sleep(BlockedMs);
            return false;
        };
        _app.SayHello();
        BoardAppTests.Wait(() => _app.LogFailures > 0);

        CloseSome();

        Assert.True(_app.LogFailures > 0);
    }

    [Fact]
    public void UartThatThrows_HoldsNoCloseUp_AndIsTriedAgain()
    {
        _board.Log = () => throw new InvalidOperationException("the port is gone");
        CloseSome();
        BoardAppTests.Wait(() => _app.LogFailures > 1);
        int taken = 0;
        _board.Log = () => Interlocked.Increment(ref taken) > 0;

        BoardAppTests.Wait(() => taken > 0);
    }

    [Fact]
    public void LinkThatThrows_IsCounted_AndUsedAgain()
    {
        _link.Broken = true;
        BoardAppTests.Wait(() => _app.LinkFailures > 1);
        _link.Broken = false;

        CloseSome();
    }

    private void CloseSome()
    {
        for (int k = 0; k < Closes; k++)
        {
            int handle = 0;
            BoardAppTests.Wait(() => (handle = _app.Connect(Other, 80, 0)) > 0);
            int accepted = 0;
            BoardAppTests.Wait(() => (accepted = _peer.Accept(80)) > 0);
            BoardAppTests.Wait(() => _app.StateOf(handle) == TcpState.Established);
            _app.Close(handle);
            _peer.Close(accepted);
            BoardAppTests.Wait(() => _app.StateOf(handle) is TcpState.TimeWait or TcpState.Closed);
            BoardAppTests.Wait(() => _peer.StateOf(accepted) is TcpState.TimeWait or TcpState.Closed);
        }

        BoardAppTests.Wait(() => _app.CountInState(TcpState.TimeWait) == 0);
        Assert.Equal(16, _app.CountInState(TcpState.Closed));
    }
}
