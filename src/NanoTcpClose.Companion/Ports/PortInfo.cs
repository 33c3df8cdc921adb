using System;

namespace NanoTcpClose.Companion.Ports;

/// <summary>A serial port and what the system knows of the USB device behind it.</summary>
/// <param name="Name">What to open.</param>
/// <param name="Usb">Vendor and product as 10c4:ea60; empty when it is not USB or the system does not tell.</param>
/// <param name="Serial">The device's serial number; may be empty.</param>
/// <param name="Product">The device's own name; may be empty.</param>
public sealed record PortInfo(string Name, string Usb, string Serial, string Product)
{
    /// <summary>A PC's own ports are never a board; where the system tells no USB id, the name has to do.</summary>
    public bool MayBeBoard => Usb.Length > 0
        || (Name.StartsWith("COM", StringComparison.Ordinal) && Name != "COM1")
        || Name.StartsWith("/dev/cu.usb", StringComparison.Ordinal);
}
