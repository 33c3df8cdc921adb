namespace NanoTcpClose.Companion.Pcap;

/// <summary>What must be the same in the board's trace and in a capture for two segments to be one.</summary>
/// <param name="Source">Sender's address.</param>
/// <param name="Target">Receiver's address.</param>
/// <param name="Ports">Sender's port in the high half, receiver's in the low one.</param>
/// <param name="Seq">SEG.SEQ.</param>
/// <param name="Flags">SYN, FIN, RST and ACK.</param>
/// <param name="Length">Payload bytes.</param>
internal readonly record struct SegmentKey(uint Source, uint Target, uint Ports, uint Seq, int Flags, int Length)
{
    private const int Compared = 0x17;

    /// <summary>Of a captured packet; the number as counted by the caller.</summary>
    internal static SegmentKey Of(PacketHead head, uint seq)
    {
        return new SegmentKey(
            head.Source,
            head.Target,
            ((uint)head.SourcePort << 16) | (uint)head.TargetPort,
            seq,
            head.Flags & Compared,
            head.Length);
    }

    /// <summary>Of a traced segment.</summary>
    internal static SegmentKey Of(TracedSegment segment, uint seq)
    {
        Model.LogEvent open = segment.Connection.Opening!;
        uint local = (uint)open.LocalPort;
        uint remote = (uint)open.RemotePort;
        return new SegmentKey(
            segment.Outbound ? open.LocalAddress : open.RemoteAddress,
            segment.Outbound ? open.RemoteAddress : open.LocalAddress,
            segment.Outbound ? (local << 16) | remote : (remote << 16) | local,
            seq,
            segment.Flags & Compared,
            segment.Length);
    }
}
