using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;

namespace NanoTcpClose.Companion.Boards;

/// <summary>The nanoFramework Firmware Flasher, a .NET tool of its own that this one only calls.</summary>
public static class Nanoff
{
    /// <summary>What to type when it is missing.</summary>
    public const string Install = "dotnet tool install -g nanoff";

    /// <summary>Runs it with its output on this terminal; its exit code, or null when it is not installed.</summary>
    public static int? Run(IReadOnlyList<string> arguments)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo("nanoff", arguments) { UseShellExecute = false });
            process?.WaitForExit();
            return process?.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
