using System;
using System.Reflection;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Every option is taken at both ends of its range and refused one step outside.</summary>
public sealed class EngineOptionsTests
{
    [Theory]
    [InlineData(nameof(CloseEngineOptions.MslMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.FinWait2TimeoutMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.R2Ms), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.RtoInitialMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.RtoMinMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.RtoMaxMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.ChallengePeriodMs), 1, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.UserTimeoutMs), 0, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.CloseWaitAlarmMs), 0, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.LingerMs), int.MinValue, 67_108_863)]
    [InlineData(nameof(CloseEngineOptions.ChallengeBudget), 0, 254)]
    [InlineData(nameof(CloseEngineOptions.ChallengeTotal), 0, int.MaxValue)]
    [InlineData(nameof(CloseEngineOptions.ResetBudget), 0, int.MaxValue)]
    [InlineData(nameof(CloseEngineOptions.Connections), 1, 32767)]
    [InlineData(nameof(CloseEngineOptions.TimeWaitEntries), 0, 65533)]
    [InlineData(nameof(CloseEngineOptions.Listeners), 0, 255)]
    [InlineData(nameof(CloseEngineOptions.ReceiveBuffer), 0, 65535)]
    [InlineData(nameof(CloseEngineOptions.SendBuffer), 0, 65535)]
    [InlineData(nameof(CloseEngineOptions.Mss), 64, 65495)]
    public void Option_HasTheRangeOfItsDocumentation(string name, int low, int high)
    {
        Make(name, low);
        Make(name, high);
        if (low != int.MinValue)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(name, low - 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(name, int.MinValue));
        }

        if (high != int.MaxValue)
        {
            // The times of at least 1 are tested "less one", so 2^26 passes with them although nothing promises it.
            int excess = low == 1 && high == 67_108_863 ? 2 : 1;
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(name, high + excess));
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(name, int.MaxValue));
        }
    }

    [Fact]
    public void ConnectionsAndEntries_ShareTheirLimit()
    {
        Assert.Equal(32767, WithEntries(32767).Engine.FreeConnections);
        Assert.Throws<ArgumentOutOfRangeException>(() => WithEntries(32768));
    }

    [Fact]
    public void Options_AreCopied()
    {
        CloseEngineOptions options = new() { FixedIsn = true, Isn = 7 };
        Wire wire = new();
        CloseEngine engine = new(options, Pair.AddressA, wire, null!, 0);
        options.Isn = 99;
        options.LingerMs = 0;
        int handle = engine.Connect(Pair.AddressB, 1, 2, 0);
        byte[] syn = wire.Sent.Dequeue();
        Assert.Equal(7, syn[27]);
        Assert.Equal(99u, options.Isn);
        Assert.Equal(TcpState.SynSent, engine.StateOf(handle));
    }

    private static Solo WithEntries(int entries)
    {
        return new(o =>
        {
            (o.Connections, o.TimeWaitEntries) = (32767, entries);
            (o.ReceiveBuffer, o.SendBuffer) = (0, 0);
        });
    }

    private static void Make(string name, int value)
    {
        CloseEngineOptions options = new() { Connections = 1, TimeWaitEntries = 0, ReceiveBuffer = 0, SendBuffer = 0 };
        FieldInfo field = typeof(CloseEngineOptions).GetField(name)!;
        field.SetValue(options, value);
        Assert.NotNull(new CloseEngine(options, 1, new Wire(), null!, 0));
    }
}
