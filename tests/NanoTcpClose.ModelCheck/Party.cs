// Invariant: everything that leaves the engine is seen here, in the step that it belongs to.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.ModelCheck;

/// <summary>One engine with its user and what the checker knows of it.</summary>
internal sealed class Party : ICloseEngineHost
{
    public const int LocalPort = 5000;
    public const int RemotePort = 80;
    public const uint FirstIsn = 0x1000;

    private const int SlotBits = 15;

    private readonly byte[] _buffer = new byte[64];
    private readonly bool _isB;

    public Party(bool isB, CloseEngineOptions options, long now)
    {
        _isB = isB;
        Engine = new CloseEngine(options, isB ? AddressB : AddressA, this, null!, now);
        Engine.Transitioned = (_, from, to, cause) => Steps.Add((from, to, cause));
    }

    public static uint AddressA => 0xC0000201;

    public static uint AddressB => 0xC6336401;

    public CloseEngine Engine { get; }

    public PartyLog Log { get; } = new();

    /// <summary>Segments sent in this step.</summary>
    public List<byte[]> Sent { get; } = new();

    /// <summary>Transitions of this step.</summary>
    public List<(TcpState From, TcpState To, TransitionCause Cause)> Steps { get; } = new();

    /// <summary>The link has refused a segment in this step.</summary>
    public bool Refused { get; private set; }

    public TcpState State => Engine.StateOf(Log.Handle);

    public int Found => _isB
        ? Engine.Find(AddressA, LocalPort, RemotePort)
        : Engine.Find(AddressB, RemotePort, LocalPort);

    /// <summary>Unread data and a slot that holds it.</summary>
    public bool CanRead => Engine.Unread(Log.Handle) > 0 && Engine.FreeConnections == 0;

    /// <summary>Connections and TIME-WAIT entries of the one 4-tuple that there is.</summary>
    public int CountLive()
    {
        int count = 0;
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            count += Engine.CountInState(state);
        }

        return count;
    }

    public void BeginStep()
    {
        Sent.Clear();
        Steps.Clear();
        Refused = false;
        Array.Clear(Engine.Counters);
    }

    /// <summary>The handle of the newest life of the 4-tuple.</summary>
    public void Refresh()
    {
        int found = Found;
        if (found > 0 && found >> SlotBits != Log.Handle >> SlotBits)
        {
            Log.Handle = found;
        }
    }

    public bool Transmit(byte[] datagram, int length)
    {
        if (Log.Refuses)
        {
            Log.Refuses = false;
            Refused = true;
            return false;
        }

        Sent.Add(datagram.AsSpan(0, length).ToArray());
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
    }

    /// <summary>Makes a call; true if the engine took it.</summary>
    public bool Call(UserCall call, long now)
    {
        int life = Log.Life;
        switch (call)
        {
            case UserCall.Send:
                for (int k = 0; k < 2; k++)
                {
                    _buffer[k] = Pattern(_isB, life, Log.Sent[life] + k);
                }

                int taken = Engine.Send(Log.Handle, _buffer, 0, 2, now);
                Log.Sent[life] += (byte)Math.Max(0, taken);
                return taken > 0;
            case UserCall.ShutdownWrite:
                Log.FinCalled[life] = true;
                return Engine.ShutdownWrite(Log.Handle, now) == (int)CallResult.Ok;
            case UserCall.Close:
                Log.FinCalled[life] = true;
                return Engine.Close(Log.Handle, now) == (int)CallResult.Ok;
            case UserCall.Unlisten:
                return Engine.Unlisten(RemotePort) == (int)CallResult.Ok;
            case UserCall.Abort:
                return Engine.Abort(Log.Handle, now) == (int)CallResult.Ok;
            default:
                Log.Life++;
                Log.Handle = Engine.Connect(AddressB, RemotePort, LocalPort, now);
                return Log.Handle > 0 ? true
                    : throw new Violation("a connect with a free slot and no entry was refused");
        }
    }

    /// <summary>Reads what is there and compares it with what the other side's user sent in this life.</summary>
    public void Read(long now)
    {
        while (Engine.Unread(Log.Handle) > 0)
        {
            int count = Engine.Receive(Log.Handle, _buffer, 0, _buffer.Length, now);
            if (count is (int)CallResult.NoConnection or (int)CallResult.Reset or (int)CallResult.TimedOut)
            {
                // Ended by abort, reset or give-up: what was unread is gone with it.
                return;
            }

            if (count <= 0)
            {
                throw new Violation($"unread data, but receive gives {count}");
            }

            for (int k = 0; k < count; k++)
            {
                int at = Log.Delivered[Log.Life]++;
                if (_buffer[k] != Pattern(!_isB, Log.Life, at))
                {
                    throw new Violation($"byte {at} of life {Log.Life} is not what the other side sent there");
                }
            }
        }
    }

    /// <summary>A byte names its sender, its life and its place.</summary>
    private static byte Pattern(bool fromB, int life, int at)
    {
        return (byte)((life << 6) | (fromB ? 0x20 : 0) | (at & 0x1F));
    }
}
