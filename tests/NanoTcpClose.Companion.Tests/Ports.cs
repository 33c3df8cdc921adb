using System.Collections.Generic;
using NanoTcpClose.Companion.Ports;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Made-up ports.</summary>
internal static class Ports
{
    internal static PortInfo Own { get; } = new("/dev/ttyS0", "", "", "");

    internal static PortInfo Classic { get; } = new("/dev/ttyUSB0", "10c4:ea60", "0001", "CP2102N USB to UART Bridge");

    internal static PortInfo Native { get; } = new("/dev/ttyACM0", "303a:1001", "24:58:7C:AA:BB:CC", "USB JTAG/serial debug unit");

    internal static IReadOnlyList<PortInfo> Of(params PortInfo[] ports)
    {
        return ports;
    }
}
