using System;
using System.Text;

namespace NanoTcpClose.Companion.Decode;

/// <summary>The words of the trace for states and causes: RFC 9293 spelling, and the causes of the close scripts.</summary>
public static class TraceNames
{
    private static readonly string[] s_states =
    [
        "?", "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2",
        "CLOSE-WAIT", "LAST-ACK", "CLOSING", "TIME-WAIT",
    ];

    private static readonly string[] s_causes =
    [
        "none", "active-open", "passive-open", "syn-acked", "user-close", "user-abort", "shutdown-write",
        "fin-received", "fin-acked", "fin-and-ack", "reset-received", "time-wait-expired", "retries-exhausted",
        "fin-wait-2-timeout", "user-timeout", "reused-by-syn", "evicted", "overflow", "linger-expired",
        "data-after-close", "unread-data", "refused", "cause-22", "fault", "evidence",
    ];

    private static readonly byte[][] s_stateBytes = Array.ConvertAll(s_states, Encoding.ASCII.GetBytes);
    private static readonly byte[][] s_causeBytes = Array.ConvertAll(s_causes, Encoding.ASCII.GetBytes);

    /// <summary>A state in RFC spelling.</summary>
    /// <param name="state">The state.</param>
    /// <returns>FIN-WAIT-1 and so on; ? for a number that is none.</returns>
    public static string State(TcpState state) => (int)state < s_states.Length ? s_states[(int)state] : "?";

    /// <summary>A cause as the trace spells it.</summary>
    /// <param name="cause">The cause.</param>
    /// <returns>fin-acked and so on; cause-N for a number that is none.</returns>
    public static string Cause(TransitionCause cause) => (int)cause < s_causes.Length ? s_causes[(int)cause] : $"cause-{(int)cause}";

    internal static bool TryState(ReadOnlySpan<byte> word, out TcpState state)
    {
        int index = Find(s_stateBytes, word);
        state = (TcpState)index;
        return index > 0;
    }

    internal static bool TryCause(ReadOnlySpan<byte> word, out TransitionCause cause)
    {
        int index = Find(s_causeBytes, word);
        cause = (TransitionCause)index;
        return index >= 0;
    }

    private static int Find(byte[][] words, ReadOnlySpan<byte> word)
    {
        for (int k = 0; k < words.Length; k++)
        {
            if (word.SequenceEqual(words[k]))
            {
                return k;
            }
        }

        return -1;
    }
}
