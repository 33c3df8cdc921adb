using System.Text;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>
/// What an emitted segment must look like; fields that are null match anything, but the length is 0 unless given.
/// </summary>
internal sealed class SegmentPattern(int flags)
{
    public Expression? Seq { get; set; }

    public Expression? Ack { get; set; }

    public Expression? Length { get; set; }

    public Expression? TsVal { get; set; }

    public Expression? TsEcr { get; set; }

    public bool WithoutTimestamps { get; set; }

    public bool Matches(EmittedSegment segment, ISymbols symbols)
    {
        bool stamped = TsVal != null || TsEcr != null;
        return segment.Flags == (flags & ~TcpFlags.Psh)
            && segment.Length == (Length?.Number(symbols) ?? 0)
            && (Seq == null || segment.Seq == Seq.Sequence(symbols))
            && (Ack == null || segment.Ack == Ack.Sequence(symbols))
            && (!stamped || segment.HasTimestamps)
            && (!WithoutTimestamps || !segment.HasTimestamps)
            && (TsVal == null || segment.TsVal == TsVal.Sequence(symbols))
            && (TsEcr == null || segment.TsEcr == TsEcr.Sequence(symbols));
    }

    public string Describe(ISymbols symbols)
    {
        var text = new StringBuilder(FlagList.Text(flags));
        Add(text, "seq", Seq, symbols);
        Add(text, "ack", Ack, symbols);
        Add(text, "len", Length, symbols);
        Add(text, "tsval", TsVal, symbols);
        Add(text, "tsecr", TsEcr, symbols);
        return WithoutTimestamps ? text.Append(" tsval=none").ToString() : text.ToString();
    }

    private static void Add(StringBuilder text, string key, Expression? value, ISymbols symbols)
    {
        if (value != null)
        {
            text.Append(' ').Append(key).Append('=').Append(value.Sequence(symbols));
        }
    }
}
