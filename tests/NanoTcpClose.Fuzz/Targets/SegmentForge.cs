namespace NanoTcpClose.Fuzz.Targets;

/// <summary>Builds segments of the peer into one reused buffer.</summary>
internal sealed class SegmentForge
{
    public const uint Local = 0xC0000201;
    public const uint Remote = 0xC6336401;
    public const int LocalPort = 5000;
    public const int FirstRemotePort = 7001;
    public const int MaxPayload = 1400;

    private int _identification;

    public SegmentHeader Header { get; } = new();

    /// <summary>The packet, from index 0.</summary>
    public byte[] Packet { get; } = new byte[MaxPayload + 100];

    /// <summary>Addresses and ports of a segment from the peer of that number; no options.</summary>
    public SegmentHeader From(int peer)
    {
        SegmentHeader h = Header;
        h.Source = Remote;
        h.Destination = Local;
        h.SourcePort = FirstRemotePort + peer;
        h.DestinationPort = LocalPort;
        h.Mss = 0;
        h.HasTimestamps = false;
        h.PayloadLength = 0;
        h.Window = 65535;
        return h;
    }

    public int Build()
    {
        return SegmentCodec.Build(Packet, Header, _identification++ & 0xFFFF);
    }
}
