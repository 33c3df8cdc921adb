using System;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>What the segments and transitions tell of the FINs of a connection.</summary>
/// <param name="Retransmitted">How often our FIN was sent again.</param>
/// <param name="RepeatedByPeer">How often the peer sent its FIN again in TIME-WAIT: our last ACK was lost.</param>
/// <param name="DataAfterFin">Payload bytes that came after our FIN: the half-close was used.</param>
/// <param name="LastFinMs">When the peer's last FIN came in, in milliseconds since boot.</param>
public sealed record FinFacts(int Retransmitted, int RepeatedByPeer, int DataAfterFin, double? LastFinMs)
{
    private const int Fin = 1;

    /// <summary>Counts them.</summary>
    public static FinFacts Of(ConnectionModel connection)
    {
        int sent = 0;
        int received = 0;
        int data = 0;
        double? last = null;

        // A board that observes sees no segment of its own: there the transition tells when its FIN went out.
        LogEvent? shut = connection.Steps.FirstOrDefault(s => s.To == TcpState.FinWait1)?.Event;
        foreach (LogEvent segment in connection.Segments)
        {
            bool fin = (segment.SegmentFlags & Fin) != 0;
            sent += fin && segment.Outbound ? 1 : 0;
            bool after = sent > 0 || (shut is not null && segment.Tick >= shut.Tick);
            data += !segment.Outbound && after ? segment.Length : 0;
            if (fin && !segment.Outbound)
            {
                received++;
                last = connection.Epoch.Milliseconds(segment.Tick);
            }
        }

        int told = connection.Steps
            .Where(s => s.From is TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck)
            .Select(s => s.Event.Retransmissions)
            .DefaultIfEmpty(0)
            .Max();

        // The first copy may be among missing segments; the transition counts all the same.
        int seen = sent == 0 ? told : connection.MissingRecords > 0 ? Math.Max(sent - 1, told) : sent - 1;
        return new FinFacts(seen, received > 0 ? received - 1 : 0, data, last);
    }
}
