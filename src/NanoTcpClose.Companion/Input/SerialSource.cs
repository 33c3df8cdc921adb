using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Ports;
using System.Linq;
using NanoTcpClose.Companion.Input.Serial;
using NanoTcpClose.Companion.Ports;

namespace NanoTcpClose.Companion.Input;

/// <summary>
/// A serial port that may be unplugged. A USB adapter is known again by its serial number under another name.
/// </summary>
public sealed class SerialSource : LineSource
{
    private readonly int _baud;
    private string _name;
    private PortInfo? _identity;

    /// <summary>Opens that port at that speed.</summary>
    public SerialSource(string name, int baud)
    {
        _name = name;
        _baud = baud;
    }

    /// <summary>Finds the ports when the name is gone; tests have their own.</summary>
    internal Func<IReadOnlyList<PortInfo>> FindPorts { get; init; } = PortList.Find;

    /// <inheritdoc/>
    public override string Name => _name;

    /// <summary>Ports of this machine, newest last.</summary>
    public static IReadOnlyList<string> Names()
    {
        IEnumerable<string> names = SerialPort.GetPortNames();
        return OperatingSystem.IsWindows()
            ? [.. names.Order(StringComparer.Ordinal)]
            : [.. names.OrderBy(n => File.GetCreationTimeUtc(n)).ThenBy(n => n, StringComparer.Ordinal)];
    }

    /// <summary>Opens a port on this system. Throws <see cref="PortException"/>.</summary>
    internal static ISerialLine OpenLine(string name, int baud)
    {
        return OperatingSystem.IsLinux() ? new LinuxLine(name, baud) : new SystemLine(name, baud);
    }

    /// <inheritdoc/>
    protected override IDisposable Open()
    {
        string name = Moved() ?? _name;
        ISerialLine line = OpenLine(name, _baud);
        _name = name;
        _identity ??= PortList.Describe(name);
        return line;
    }

    /// <inheritdoc/>
    protected override int Read(IDisposable line, byte[] buffer)
    {
        return ((ISerialLine)line).Read(buffer, WaitMs);
    }

    // ttyUSB0 may come back as ttyUSB1; only a device with a serial number of its own can be told for sure.
    private string? Moved()
    {
        if (_identity is not { Serial.Length: > 0 } known || File.Exists(_name))
        {
            return null;
        }

        return FindPorts().FirstOrDefault(p => p.Usb == known.Usb && p.Serial == known.Serial)?.Name;
    }
}
