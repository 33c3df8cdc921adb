namespace NanoTcpClose.Tests.Observed;

/// <summary>One segment; numbers are relative to the sender's initial one, and the SYN has 0.</summary>
internal readonly record struct ObservedSegment(int Flags, uint Seq, uint Ack, int Length)
{
    public bool Fin => (Flags & TcpFlags.Fin) != 0;

    public bool Rst => (Flags & TcpFlags.Rst) != 0;

    /// <summary>Behind the text, before a FIN.</summary>
    public uint TextEnd => Seq + (uint)Length;

    public override string ToString()
    {
        return $"{(Rst ? "RST " : "")}{(Fin ? "FIN " : "")}seq {Seq} ack {Ack} length {Length}";
    }
}
