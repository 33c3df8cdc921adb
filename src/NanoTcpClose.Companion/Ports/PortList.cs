using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Input;

namespace NanoTcpClose.Companion.Ports;

/// <summary>The serial ports of this machine.</summary>
public static class PortList
{
    /// <summary>Newest last.</summary>
    public static IReadOnlyList<PortInfo> Find()
    {
        return [.. SerialSource.Names().Select(Describe)];
    }

    /// <summary>What this machine says of a port.</summary>
    public static PortInfo Describe(string name)
    {
        return Describe(name, "/sys/class/tty");
    }

    /// <summary>What sysfs says of a port; only its name elsewhere.</summary>
    internal static PortInfo Describe(string name, string root)
    {
        string device = Path.Combine(root, Path.GetFileName(name), "device");
        if (OperatingSystem.IsWindows() || !Directory.Exists(device))
        {
            return new PortInfo(name, "", "", "");
        }

        // The tty hangs one (ACM) or two (USB adapters) levels below the USB device, and the link must be resolved first.
        string? folder = new DirectoryInfo(device).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? device;
        for (int level = 0; level < 4 && folder is not null; level++)
        {
            if (File.Exists(Path.Combine(folder, "idVendor")))
            {
                string usb = Line(folder, "idVendor") + ":" + Line(folder, "idProduct");
                return new PortInfo(name, usb, Line(folder, "serial"), Line(folder, "product"));
            }

            folder = Path.GetDirectoryName(folder);
        }

        return new PortInfo(name, "", "", "");
    }

    private static string Line(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
