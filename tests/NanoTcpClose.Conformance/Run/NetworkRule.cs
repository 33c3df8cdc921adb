namespace NanoTcpClose.Conformance.Run;

/// <summary>
/// "net drop|dup|delay K FROM": counts the segments of one sender from the statement on and hits the K-th.
/// </summary>
internal sealed class NetworkRule(int from, string verb, long index, long extraMicroseconds)
{
    private long _count;

    public string Verb { get; } = verb;

    public long ExtraMicroseconds { get; } = extraMicroseconds;

    public bool Hits(int sender)
    {
        return sender == from && ++_count == index;
    }
}
