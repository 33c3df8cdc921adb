using System.Collections.Generic;

namespace NanoTcpClose.ModelCheck;

/// <summary>A whole state: two engines, the network, the clock and the checker's memory.</summary>
internal sealed class Snapshot(int imageSize)
{
    public byte[] ImageA { get; } = new byte[imageSize];

    public byte[] ImageB { get; } = new byte[imageSize];

    public PartyLog LogA { get; } = new();

    public PartyLog LogB { get; } = new();

    public List<Flight> Flights { get; } = new();

    public long Now { get; set; }

    public int Losses { get; set; }

    public int Copies { get; set; }

    public int Timers { get; set; }

    public int Refusals { get; set; }
}
