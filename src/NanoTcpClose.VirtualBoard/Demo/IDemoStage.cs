using System;
using System.Collections.Generic;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>Where the closes of the demo are played: a network, a peer and the role of the engine.</summary>
internal interface IDemoStage : IDisposable
{
    /// <summary>Who the other side is.</summary>
    string Peer { get; }

    /// <summary>Which role the engine has, in one line.</summary>
    string Role { get; }

    /// <summary>What is said about TIME-WAIT before the first close.</summary>
    string TimeNote { get; }

    /// <summary>The link of the drive role, or null.</summary>
    IPacketLink? Link { get; }

    IReadOnlyList<DemoClose> Closes { get; }

    void Configure(BoardAppOptions options);

    /// <summary>Called once the board runs.</summary>
    void Attach(BoardApp app);

    void Play(DemoClose close);
}
