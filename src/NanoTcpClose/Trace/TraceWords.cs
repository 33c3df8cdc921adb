// Invariant: the words of the text skin, each at the place of its number; those of the companion are the same.

namespace NanoTcpClose
{
    /// <summary>States and causes as the text skin spells them, in one string each: a switch costs more.</summary>
    internal static class TraceWords
    {
        /// <summary>One letter for each record type, by number; '?' is unused.</summary>
        internal const string Types = "HTOSKDFXN???????";

        /// <summary>By <see cref="TcpState"/>, a blank behind each.</summary>
        internal const string States = "? CLOSED LISTEN SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 "
            + "CLOSE-WAIT LAST-ACK CLOSING TIME-WAIT ";

        /// <summary>By <see cref="TransitionCause"/>, a blank behind each.</summary>
        internal const string Causes = "none active-open passive-open syn-acked user-close user-abort shutdown-write "
            + "fin-received fin-acked fin-and-ack reset-received time-wait-expired retries-exhausted "
            + "fin-wait-2-timeout user-timeout reused-by-syn evicted overflow linger-expired data-after-close unread-data "
            + "refused none fault evidence ";
    }
}
