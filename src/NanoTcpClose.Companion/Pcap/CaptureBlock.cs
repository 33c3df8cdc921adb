namespace NanoTcpClose.Companion.Pcap;

/// <summary>One block of a pcapng file: its type and what stands between its two lengths.</summary>
/// <param name="Type">Block type.</param>
/// <param name="Body">Body with its padding.</param>
internal sealed record CaptureBlock(uint Type, byte[] Body)
{
    internal const uint Section = 0x0A0D0D0A;
    internal const uint Interface = 1;
    internal const uint SimplePacket = 3;
    internal const uint EnhancedPacket = 6;
}
