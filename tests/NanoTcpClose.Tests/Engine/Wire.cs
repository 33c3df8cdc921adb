using System.Collections.Generic;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Host of one engine: keeps the packets it sends and the events it tells.</summary>
internal sealed class Wire : ICloseEngineHost
{
    public Queue<byte[]> Sent { get; } = new();

    public List<CloseEvent> Events { get; } = [];

    public int RefuseNext { get; set; }

    /// <summary>Called at data-arrived, as a server would that closes at once.</summary>
    public System.Action<int>? OnData { get; set; }

    public bool Transmit(byte[] datagram, int length)
    {
        if (RefuseNext > 0)
        {
            RefuseNext--;
            return false;
        }

        Sent.Enqueue(datagram[..length]);
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        Events.Add(what);
        if (what == CloseEvent.DataArrived)
        {
            OnData?.Invoke(handle);
        }
    }
}
