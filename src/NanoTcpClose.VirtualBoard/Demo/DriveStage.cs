using System;
using System.Collections.Generic;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The drive role: the engine owns the connections and sends every segment itself.</summary>
internal sealed class DriveStage : IDemoStage
{
    private readonly IDemoPeer _peer;
    private readonly PacketGate _gate;
    private readonly int _mslMs;
    private DemoPlayer? _player;

    internal DriveStage(IDemoPeer peer, int mslMs)
    {
        _peer = peer;
        _mslMs = mslMs;
        _gate = new PacketGate(peer.BoardLink);
    }

    public string Peer => _peer.Description;

    public string Role => "drive: the engine owns the connections and sends every segment itself";

    public string TimeNote => $"MSL is shortened to {_mslMs} ms for the demo; RFC 9293 says 2 minutes";

    public IPacketLink Link => _gate;

    public IReadOnlyList<DemoClose> Closes => DemoScript.Closes;

    public void Configure(BoardAppOptions options)
    {
        options.Engine.MslMs = _mslMs;
        options.Engine.RtoInitialMs = 300;
        options.Engine.RtoMinMs = 300;
        options.Engine.Secret0 = (uint)Random.Shared.Next();
        options.Engine.Secret1 = (uint)Random.Shared.Next();
    }

    public void Attach(BoardApp app)
    {
        _player = new DemoPlayer(app, _gate, _peer, _mslMs);
    }

    public void Play(DemoClose close)
    {
        _player!.Play(close);
    }

    public void Dispose()
    {
        _peer.Dispose();
    }
}
