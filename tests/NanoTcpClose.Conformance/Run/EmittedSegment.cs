using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Run;

/// <summary>A segment that an engine emitted, as it stood on the wire; PSH is left out of the flags.</summary>
internal sealed record EmittedSegment(int Flags, uint Seq, uint Ack, int Length, bool HasTimestamps, uint TsVal,
    uint TsEcr)
{
    public static EmittedSegment From(SegmentHeader h)
    {
        return new EmittedSegment(h.Flags & ~TcpFlags.Psh, h.Seq, h.Ack, h.PayloadLength, h.HasTimestamps, h.TsVal,
            h.TsEcr);
    }

    public override string ToString()
    {
        string stamps = HasTimestamps ? $" tsval={TsVal} tsecr={TsEcr}" : "";
        return $"{FlagList.Text(Flags)} seq={Seq} ack={Ack} len={Length}{stamps}";
    }
}
