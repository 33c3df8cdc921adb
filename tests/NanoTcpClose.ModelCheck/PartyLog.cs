// Invariant: what happened, kept apart from the engine's own memory, so that the engine can be judged by it. One life
// is one incarnation of the 4-tuple, numbered by the initial sequence number of a.

using System;

namespace NanoTcpClose.ModelCheck;

/// <summary>The checker's memory of one side.</summary>
internal sealed class PartyLog
{
    public const int MaxLives = 4;

    /// <summary>Bytes that the user handed over, by life.</summary>
    public byte[] Sent { get; } = new byte[MaxLives];

    /// <summary>Bytes that the user received, by life.</summary>
    public byte[] Delivered { get; } = new byte[MaxLives];

    /// <summary>The user closed or half-closed this life.</summary>
    public bool[] FinCalled { get; } = new bool[MaxLives];

    /// <summary>The peer's FIN was accepted in this life.</summary>
    public bool[] Eof { get; } = new bool[MaxLives];

    public int Life { get; set; }

    public int Handle { get; set; }

    /// <summary>RCV.NXT when the life began.</summary>
    public uint ReceiveBase { get; set; }

    /// <summary>When TIME-WAIT began or was restarted by the peer's FIN.</summary>
    public long TimeWaitSince { get; set; }

    /// <summary>When the state was entered, or the full close made in FIN-WAIT-2.</summary>
    public long Since { get; set; }

    /// <summary>The last moment at which nothing of ours was outstanding.</summary>
    public long IdleAt { get; set; }

    /// <summary>The life that the user closed in full; -1: none.</summary>
    public int FullClosed { get; set; } = -1;

    /// <summary>The life in which the user closed over unread data, which are dropped then; -1: none.</summary>
    public int Dropped { get; set; } = -1;

    public int CallsLeft { get; set; }

    /// <summary>The newest timestamp that came from the peer before TIME-WAIT; 0 without timestamps.</summary>
    public uint NewestStamp { get; set; }

    /// <summary>The link refuses the next segment.</summary>
    public bool Refuses { get; set; }

    public void CopyFrom(PartyLog other)
    {
        Array.Copy(other.Sent, Sent, MaxLives);
        Array.Copy(other.Delivered, Delivered, MaxLives);
        Array.Copy(other.FinCalled, FinCalled, MaxLives);
        Array.Copy(other.Eof, Eof, MaxLives);
        Life = other.Life;
        Handle = other.Handle;
        ReceiveBase = other.ReceiveBase;
        TimeWaitSince = other.TimeWaitSince;
        Since = other.Since;
        IdleAt = other.IdleAt;
        FullClosed = other.FullClosed;
        Dropped = other.Dropped;
        CallsLeft = other.CallsLeft;
        NewestStamp = other.NewestStamp;
        Refuses = other.Refuses;
    }

    /// <summary>Times count only in the states in which a rule looks at them.</summary>
    public ulong Hash(ulong seed, long now, TcpState state)
    {
        ulong h = StateHash.Mix(seed, (ulong)(uint)Life | ((ulong)(uint)CallsLeft << 8) | ((ulong)ReceiveBase << 32));
        h = StateHash.Mix(h, (uint)FullClosed | ((ulong)(uint)Dropped << 32));
        h = StateHash.Mix(h, (Refuses ? 1ul : 0) | ((ulong)NewestStamp << 32));
        h = StateHash.Mix(h, state == TcpState.TimeWait ? (ulong)(now - TimeWaitSince) : 0);
        h = StateHash.Mix(h, state == TcpState.FinWait2 ? (ulong)(now - Since) : 0);
        h = StateHash.Mix(h, state is TcpState.Closed or TcpState.TimeWait or TcpState.FinWait2 ? 0
            : (ulong)(now - IdleAt));
        for (int k = 0; k < MaxLives; k++)
        {
            h = StateHash.Mix(h, Sent[k] | ((ulong)Delivered[k] << 8) | (FinCalled[k] ? 1ul << 16 : 0) | (Eof[k]
                ? 1ul << 17 : 0));
        }

        return h;
    }
}
