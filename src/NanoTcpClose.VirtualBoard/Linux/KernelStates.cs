using System;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>Turns the kernel's numbers and names of states into those of the RFC.</summary>
internal static class KernelStates
{
    internal static TcpState FromNumber(int number)
    {
        return number switch
        {
            1 => TcpState.Established,
            2 => TcpState.SynSent,
            3 or 12 => TcpState.SynReceived,
            4 => TcpState.FinWait1,
            5 => TcpState.FinWait2,
            6 => TcpState.TimeWait,
            7 => TcpState.Closed,
            8 => TcpState.CloseWait,
            9 => TcpState.LastAck,
            10 => TcpState.Listen,
            11 => TcpState.Closing,
            _ => throw new InvalidOperationException("unknown kernel state " + number),
        };
    }

    internal static int ToNumber(TcpState state)
    {
        return state switch
        {
            TcpState.Established => 1,
            TcpState.SynSent => 2,
            TcpState.SynReceived => 3,
            TcpState.FinWait1 => 4,
            TcpState.FinWait2 => 5,
            TcpState.TimeWait => 6,
            TcpState.CloseWait => 8,
            TcpState.LastAck => 9,
            TcpState.Listen => 10,
            TcpState.Closing => 11,
            _ => 7,
        };
    }

    internal static TcpState FromName(string name)
    {
        return name switch
        {
            "TCP_ESTABLISHED" => TcpState.Established,
            "TCP_SYN_SENT" => TcpState.SynSent,
            "TCP_SYN_RECV" or "TCP_NEW_SYN_RECV" => TcpState.SynReceived,
            "TCP_FIN_WAIT1" => TcpState.FinWait1,
            "TCP_FIN_WAIT2" => TcpState.FinWait2,
            "TCP_TIME_WAIT" => TcpState.TimeWait,
            "TCP_CLOSE" => TcpState.Closed,
            "TCP_CLOSE_WAIT" => TcpState.CloseWait,
            "TCP_LAST_ACK" => TcpState.LastAck,
            "TCP_LISTEN" => TcpState.Listen,
            "TCP_CLOSING" => TcpState.Closing,
            _ => throw new InvalidOperationException("unknown kernel state " + name),
        };
    }
}
