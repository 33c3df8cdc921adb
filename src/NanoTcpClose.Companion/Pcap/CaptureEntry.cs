namespace NanoTcpClose.Companion.Pcap;

/// <summary>One block behind the interfaces of a capture, in its place.</summary>
/// <param name="Block">The block, untouched.</param>
/// <param name="Micros">Microseconds since 1970; null when it has no time.</param>
/// <param name="Head">What it holds, when it is a TCP segment over IPv4.</param>
internal sealed record CaptureEntry(CaptureBlock Block, long? Micros, PacketHead? Head);
