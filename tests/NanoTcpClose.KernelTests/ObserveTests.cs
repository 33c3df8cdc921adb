using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>The observe role against the kernel that it observes: the tracepoint is the oracle.</summary>
public sealed class ObserveTests
{
    [Theory]
    [InlineData(460, 0)]
    [InlineData(184, 3)]
    [InlineData(184, 13)]
    [InlineData(184, 51)]
    public void Observe_SomeCopiesHidden_NoWrongStateWithoutAMark(int connections, int hidden)
    {
        ObserveRun.Play(connections, 1, hidden, 0);
    }

    [Fact]
    public void Observe_PacketsLostRepeatedReordered_NoWrongStateWithoutAMark()
    {
        ObserveRun.Play(160, 16, 0, 0.03);
    }

    [Theory(Explicit = true)]
    [InlineData(5060, 0)]
    [InlineData(1500, 3)]
    [InlineData(1500, 13)]
    [InlineData(1500, 51)]
    public void Observe_ThousandsOfConnections_NoWrongStateWithoutAMark(int connections, int hidden)
    {
        ObserveRun.Play(connections, 1, hidden, 0);
    }

    [Fact(Explicit = true)]
    public void Observe_HundredsOverABadLine_NoWrongStateWithoutAMark()
    {
        ObserveRun.Play(700, 48, 0, 0.03);
    }
}
