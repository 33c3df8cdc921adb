namespace NanoTcpClose.ModelCheck;

/// <summary>
/// The arrows of RFC 9293 3.3.2 figure 5 with the ends by abort, reset and give-up; written apart from the engine's
/// table.
/// </summary>
internal static class Diagram
{
    public static bool Has(TcpState from, TcpState to)
    {
        return from switch
        {
            TcpState.Closed => to == TcpState.SynSent,
            TcpState.Listen => to == TcpState.SynReceived,
            TcpState.SynSent => to is TcpState.Established or TcpState.SynReceived or TcpState.Closed,
            TcpState.SynReceived => to is TcpState.Established or TcpState.FinWait1 or TcpState.Closed,
            TcpState.Established => to is TcpState.FinWait1 or TcpState.CloseWait or TcpState.Closed,
            TcpState.FinWait1 => to is TcpState.FinWait2 or TcpState.Closing or TcpState.TimeWait or TcpState.Closed,
            TcpState.FinWait2 => to is TcpState.TimeWait or TcpState.Closed,
            TcpState.CloseWait => to is TcpState.LastAck or TcpState.Closed,
            TcpState.Closing => to is TcpState.TimeWait or TcpState.Closed,
            TcpState.LastAck => to == TcpState.Closed,
            _ => to == TcpState.Closed,
        };
    }
}
