using System;
using System.Collections.Generic;
using NanoTcpClose.App;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class NetworkKeeperTests
{
    private const long Second = 1_000_000;

    private readonly FakeNetwork _network = new();
    private readonly NetworkKeeper _keeper;
    private readonly List<long> _joinedAt = [];
    private long _second;

    public NetworkKeeperTests()
    {
        _keeper = new NetworkKeeper(_network);
    }

    [Fact]
    public void NetworkThatIsUp_IsLeftAlone()
    {
        _network.Up = true;
        Assert.True(_keeper.Step(0));
        Watch(3600);
        Assert.Empty(_joinedAt);
        Assert.True(_keeper.IsUp);
        Assert.True(_keeper.WaitUp(0));
        Assert.Equal(0, _keeper.Losses);
    }

    [Fact]
    public void NetworkThatNeverComes_IsJoinedWithGrowingPauses()
    {
        Watch(1200);
        Assert.Equal([10, 25, 55, 115, 235, 475, 775, 1075], _joinedAt);
        Assert.False(_keeper.WaitUp(0));
        Assert.Equal(0, _keeper.Losses);
    }

    [Fact]
    public void Loss_IsLeftToTheStackFirst_ThenJoined_ThenCounted()
    {
        _network.Up = true;
        Watch(10);
        _network.Up = false;
        Watch(9);
        Assert.Empty(_joinedAt);
        _network.JoinWorks = true;
        Watch(30);
        Assert.Single(_joinedAt);
        Assert.True(_keeper.IsUp);
        Assert.Equal(1, _keeper.Losses);
    }

    [Fact]
    public void SecondLoss_StartsWithTheFirstPauseAgain()
    {
        Watch(300);
        _network.Up = true;
        Watch(5);
        _network.Up = false;
        _joinedAt.Clear();
        long lost = _second;
        Watch(30);
        Assert.Equal([lost + 10, lost + 25], _joinedAt);
    }

    [Fact]
    public void Step_TellsEachTimeTheNetworkCameUp()
    {
        Assert.False(_keeper.Step(0));
        _network.Up = true;
        Assert.True(_keeper.Step(Second));
        Assert.False(_keeper.Step(2 * Second));
        _network.Up = false;
        Assert.False(_keeper.Step(3 * Second));
        _network.Up = true;
        Assert.True(_keeper.Step(4 * Second));
    }

    [Fact]
    public void NewAddress_IsToldLikeComingUp()
    {
        _network.Up = true;
        Assert.True(_keeper.Step(0));
        Assert.Equal("192.0.2.7", _keeper.Address);
        _network.Own = "192.0.2.8";
        Assert.True(_keeper.Step(Second));
        Assert.False(_keeper.Step(2 * Second));
        Assert.Equal(0, _keeper.Losses);
    }

    [Fact]
    public void RadioThatThrows_CountsAsDown_AndTheKeeperGoesOn()
    {
        _network.Broken = true;
        Watch(60);
        Assert.Equal([10, 25, 55], _joinedAt);
        _network.Broken = false;
        _network.Up = true;
        Assert.True(_keeper.Step(_second * Second));
    }

    [Fact]
    public void Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => new NetworkKeeper(null!));

    private void Watch(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            int before = _keeper.Joins;
            _keeper.Step(_second * Second);
            if (_keeper.Joins != before)
            {
                _joinedAt.Add(_second);
            }

            _second++;
        }
    }

    private sealed class FakeNetwork : INetwork
    {
        internal bool Up { get; set; }

        internal bool Broken { get; set; }

        internal bool JoinWorks { get; set; }

        internal string Own { get; set; } = "192.0.2.7";

        public string Address => Broken ? throw new InvalidOperationException("no adapter") : Up ? Own : null!;

        public void Join()
        {
            if (Broken)
            {
                throw new InvalidOperationException("no adapter");
            }

            Up |= JoinWorks;
        }
    }
}
