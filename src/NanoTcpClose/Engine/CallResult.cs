// Invariant: every result is negative but Ok, so that one int holds either a result or a count or a handle.

namespace NanoTcpClose
{
    /// <summary>Result of a user call that is not a count or a handle: calls return an int that is at least 0, or one of these.</summary>
    public enum CallResult
    {
        /// <summary>Done.</summary>
        Ok = 0,

        /// <summary>eof: the peer closed and everything it sent was read.</summary>
        EndOfData = -1,

        /// <summary>closing: the connection is closing already (RFC 9293 3.10.2, 3.10.4 "connection closing").</summary>
        Closing = -2,

        /// <summary>no-connection: there is none (any more) behind this handle.</summary>
        NoConnection = -3,

        /// <summary>reset: the peer reset the connection; told once.</summary>
        Reset = -4,

        /// <summary>timed-out: given up after R2, the user timeout or the FIN-WAIT-2 bound; told once.</summary>
        TimedOut = -5,

        /// <summary>refused: the peer answered our SYN with a RST; told once.</summary>
        Refused = -6,

        /// <summary>in-use: the 4-tuple or port is taken, possibly by TIME-WAIT.</summary>
        InUse = -7,

        /// <summary>full: no free slot; the connection pool or listener table is exhausted.</summary>
        Full = -8,

        /// <summary>stale: the handle belongs to an earlier life of its slot; nothing was touched.</summary>
        Stale = -9,

        /// <summary>would-block: nothing to read, nothing to accept or no room to send now.</summary>
        WouldBlock = -10,
    }
}
