// Invariant: these are all the words of the language; whatever is not here is an error of the script.

using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Script;

/// <summary>The words of the language and what they stand for.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, TcpState> States = new Dictionary<string, TcpState>
    {
        ["CLOSED"] = TcpState.Closed,
        ["LISTEN"] = TcpState.Listen,
        ["SYN-SENT"] = TcpState.SynSent,
        ["SYN-RECEIVED"] = TcpState.SynReceived,
        ["ESTABLISHED"] = TcpState.Established,
        ["FIN-WAIT-1"] = TcpState.FinWait1,
        ["FIN-WAIT-2"] = TcpState.FinWait2,
        ["CLOSE-WAIT"] = TcpState.CloseWait,
        ["LAST-ACK"] = TcpState.LastAck,
        ["CLOSING"] = TcpState.Closing,
        ["TIME-WAIT"] = TcpState.TimeWait,
    };

    public static readonly IReadOnlyDictionary<string, TransitionCause> Causes = new Dictionary<string, TransitionCause>
    {
        ["user-close"] = TransitionCause.UserClose,
        ["user-abort"] = TransitionCause.UserAbort,
        ["shutdown-write"] = TransitionCause.ShutdownWrite,
        ["fin-received"] = TransitionCause.FinReceived,
        ["fin-acked"] = TransitionCause.FinAcked,
        ["fin-and-ack"] = TransitionCause.FinAndAck,
        ["reset-received"] = TransitionCause.ResetReceived,
        ["time-wait-expired"] = TransitionCause.TimeWaitExpired,
        ["retries-exhausted"] = TransitionCause.RetriesExhausted,
        ["fin-wait-2-timeout"] = TransitionCause.FinWait2Timeout,
        ["user-timeout"] = TransitionCause.UserTimeout,
        ["reused-by-syn"] = TransitionCause.ReusedBySyn,
        ["evicted"] = TransitionCause.Evicted,
        ["overflow"] = TransitionCause.Overflow,
        ["linger-expired"] = TransitionCause.LingerExpired,
        ["data-after-close"] = TransitionCause.DataAfterClose,
        ["unread-data"] = TransitionCause.UnreadData,
    };

    public static readonly IReadOnlyDictionary<string, CloseEvent> Events = new Dictionary<string, CloseEvent>
    {
        ["close-wait-leak"] = CloseEvent.CloseWaitLeak,
        ["evicted"] = CloseEvent.Evicted,
        ["time-wait-overflow"] = CloseEvent.TimeWaitOverflow,
        ["reset-by-peer"] = CloseEvent.ResetByPeer,
        ["timed-out"] = CloseEvent.TimedOut,
        ["refused-full"] = CloseEvent.RefusedFull,
        ["reused"] = CloseEvent.Reused,
        ["challenge-limited"] = CloseEvent.ChallengeLimited,
        ["close-finished"] = CloseEvent.CloseFinished,
    };

    public static readonly IReadOnlyDictionary<string, EngineCounter> Counters = new Dictionary<string, EngineCounter>
    {
        ["segments-in"] = EngineCounter.SegmentsIn,
        ["segments-out"] = EngineCounter.SegmentsOut,
        ["bad-checksum"] = EngineCounter.BadChecksum,
        ["out-of-window"] = EngineCounter.OutOfWindow,
        ["challenge-acks"] = EngineCounter.ChallengeAcks,
        ["resets-sent"] = EngineCounter.ResetsSent,
        ["resets-received"] = EngineCounter.ResetsReceived,
        ["retransmissions"] = EngineCounter.Retransmissions,
        ["evictions"] = EngineCounter.Evictions,
        ["time-wait-overflows"] = EngineCounter.TimeWaitOverflows,
        ["drops-no-connection"] = EngineCounter.DropsNoConnection,
    };

    /// <summary>Results of a call; a count after ok stands apart.</summary>
    public static readonly IReadOnlyDictionary<string, CallResult> Results = new Dictionary<string, CallResult>
    {
        ["ok"] = CallResult.Ok,
        ["eof"] = CallResult.EndOfData,
        ["closing"] = CallResult.Closing,
        ["no-connection"] = CallResult.NoConnection,
        ["reset"] = CallResult.Reset,
        ["timed-out"] = CallResult.TimedOut,
        ["refused"] = CallResult.Refused,
        ["in-use"] = CallResult.InUse,
        ["full"] = CallResult.Full,
        ["stale"] = CallResult.Stale,
    };

    public static readonly IReadOnlyDictionary<string, UserCall> Calls = new Dictionary<string, UserCall>
    {
        ["close"] = UserCall.Close,
        ["abort"] = UserCall.Abort,
        ["shutdown-write"] = UserCall.ShutdownWrite,
        ["shutdown-read"] = UserCall.ShutdownRead,
        ["send"] = UserCall.Send,
        ["receive"] = UserCall.Receive,
        ["connect"] = UserCall.Connect,
        ["listen"] = UserCall.Listen,
        ["unlisten"] = UserCall.Unlisten,
    };

    private const string Symbols = " U N R W F X MSL RTO ";

    public static bool IsSymbol(string word)
    {
        return word.Length > 0 && Symbols.Contains($" {word} ");
    }

    public static bool IsName(string word)
    {
        if (word.Length == 0 || !char.IsAsciiLetter(word[0]))
        {
            return false;
        }

        foreach (char c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && c != '-')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The word of a value, for messages.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct
    {
        foreach (KeyValuePair<string, T> pair in words)
        {
            if (pair.Value.Equals(value))
            {
                return pair.Key;
            }
        }

        return value.ToString() ?? "?";
    }

    public static T Find<T>(IReadOnlyDictionary<string, T> words, int line, string what, string word)
    {
        return words.TryGetValue(word, out T? value)
            ? value
            : throw new ScriptException(line, $"{what} ({string.Join(' ', words.Keys)})", $"'{word}'");
    }
}
