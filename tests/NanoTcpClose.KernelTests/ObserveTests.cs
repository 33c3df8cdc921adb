using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>The observe role against the kernel that it observes: the tracepoint is the oracle.</summary>
public sealed class ObserveTests
{
    [Theory]
    [InlineData(480, 0)]
    [InlineData(240, 3)]
    [InlineData(240, 13)]
    [InlineData(240, 51)]
    public void Observe_SomeCopiesHidden_NoWrongStateWithoutAMark(int connections, int hidden)
    {
        ObserveRun.Play(connections, 1, hidden, 0);
    }

    [Fact]
    public void Observe_ClosedInOneCall_NoWrongStateWithoutAMark()
    {
        ObserveRun.Play(180, 1, 51, 0, true);
    }

    [Fact]
    public void Observe_PacketsLostRepeatedReordered_NoWrongStateWithoutAMark()
    {
        ObserveRun.Play(160, 16, 0, 0.03);
    }

    [Theory(Explicit = true)]
    [InlineData(5100, 0)]
    [InlineData(1800, 3)]
    [InlineData(1800, 13)]
    [InlineData(1800, 51)]
    public void Observe_ThousandsOfConnections_NoWrongStateWithoutAMark(int connections, int hidden)
    {
        ObserveRun.Play(connections, 1, hidden, 0);
    }

    [Theory(Explicit = true)]
    [InlineData(900, 0)]
    [InlineData(900, 51)]
    public void Observe_HundredsClosedInOneCall_NoWrongStateWithoutAMark(int connections, int hidden)
    {
        ObserveRun.Play(connections, 1, hidden, 0, true);
    }

    [Fact(Explicit = true)]
    public void Observe_HundredsOverABadLine_NoWrongStateWithoutAMark()
    {
        ObserveRun.Play(720, 48, 0, 0.03);
    }
}
