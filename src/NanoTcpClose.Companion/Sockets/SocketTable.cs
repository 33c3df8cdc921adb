using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Connection = System.Net.NetworkInformation.TcpConnectionInformation;

namespace NanoTcpClose.Companion.Sockets;

/// <summary>The TCP sockets of this computer, as its own system tells them.</summary>
internal static class SocketTable
{
    // The kernel's timer of a wait, in the hundredths of a second that /proc counts in.
    private const string WaitTimer = "03";
    private const double TickMs = 10;

    private static readonly TcpState[] s_linux =
    [
        0, TcpState.Established, TcpState.SynSent, TcpState.SynReceived, TcpState.FinWait1, TcpState.FinWait2,
        TcpState.TimeWait, TcpState.Closed, TcpState.CloseWait, TcpState.LastAck, TcpState.Listen, TcpState.Closing,
        TcpState.SynReceived,
    ];

    /// <summary>All IPv4 connections, those of dual-mode sockets too; no listeners.</summary>
    internal static IReadOnlyList<LocalSocket> Read()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Select(
                Of).OfType<LocalSocket>()];
        }

        return [.. Lines("/proc/net/tcp").Concat(Lines("/proc/net/tcp6")).Select(Parse).OfType<LocalSocket>()];
    }

    /// <summary>One line of /proc/net/tcp or tcp6; null when it is no IPv4 connection.</summary>
    internal static LocalSocket? Parse(string line)
    {
        string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 5 || !Endpoint(parts[1], out uint local, out int localPort)
            || !Endpoint(parts[2], out uint remote, out int remotePort))
        {
            return null;
        }

        int number = int.Parse(parts[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        TcpState state = number < s_linux.Length ? s_linux[number] : 0;
        string[] queues = parts[4].Split(':');

        // The kernel counts a FIN that nobody has read as one more byte.
        bool finished = state is TcpState.CloseWait or TcpState.LastAck or TcpState.Closing;
        int unread = Math.Max(0, Hex(queues[1]) - (finished ? 1 : 0));
        return new LocalSocket(
            local, localPort, remote, remotePort, state, unread, Hex(queues[0]))
        {
            LeftMs = Left(parts),
        };
    }

    private static IEnumerable<string> Lines(string path)
    {
        return File.Exists(path) ? File.ReadAllLines(path).Skip(1) : [];
    }

    // The kernel writes addresses in its own byte order; a mapped address ends in the IPv4 one.
    private static bool Endpoint(string text, out uint address, out int port)
    {
        string[] parts = text.Split(':');
        address = 0;
        port = 0;
        string hex = parts[0];
        bool mapped = hex.Length == 32 && hex.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal);
        if (hex.Length != 8 && !mapped)
        {
            return false;
        }

        uint raw = uint.Parse(hex[^8..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        address = BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(raw) : raw;
        port = Hex(parts[1]);
        return true;
    }

    private static double? Left(string[] parts)
    {
        string[] timer = parts.Length > 5 ? parts[5].Split(':') : [];
        return timer.Length == 2 && timer[0] == WaitTimer
            ? long.Parse(timer[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * TickMs
            : null;
    }

    private static int Hex(string text)
    {
        return (int)uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static LocalSocket? Of(Connection connection)
    {
        return Address(connection.LocalEndPoint) is uint local && Address(connection.RemoteEndPoint) is uint remote
            ? new LocalSocket(
                local, connection.LocalEndPoint.Port, remote, connection.RemoteEndPoint.Port, Of(connection.State),
                    -1, -1)
            : null;
    }

    private static uint? Address(IPEndPoint end)
    {
        IPAddress address = end.Address.IsIPv4MappedToIPv6 ? end.Address.MapToIPv4() : end.Address;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : null;
    }

    private static TcpState Of(System.Net.NetworkInformation.TcpState state)
    {
        return state switch
        {
            System.Net.NetworkInformation.TcpState.Listen => TcpState.Listen,
            System.Net.NetworkInformation.TcpState.SynSent => TcpState.SynSent,
            System.Net.NetworkInformation.TcpState.SynReceived => TcpState.SynReceived,
            System.Net.NetworkInformation.TcpState.Established => TcpState.Established,
            System.Net.NetworkInformation.TcpState.FinWait1 => TcpState.FinWait1,
            System.Net.NetworkInformation.TcpState.FinWait2 => TcpState.FinWait2,
            System.Net.NetworkInformation.TcpState.CloseWait => TcpState.CloseWait,
            System.Net.NetworkInformation.TcpState.LastAck => TcpState.LastAck,
            System.Net.NetworkInformation.TcpState.Closing => TcpState.Closing,
            System.Net.NetworkInformation.TcpState.TimeWait => TcpState.TimeWait,
            _ => TcpState.Closed,
        };
    }
}
