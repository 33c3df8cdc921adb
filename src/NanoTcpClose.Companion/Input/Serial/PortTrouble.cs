using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace NanoTcpClose.Companion.Input.Serial;

/// <summary>Why a port of Linux does not open, and what to do about it.</summary>
internal static class PortTrouble
{
    private const string Remedy = "end it first, for two readers share the bytes";

    internal static PortException Of(string name, int error)
    {
        string text = error switch
        {
            Posix.NotThere => "port " + name + " is not there: `ntc ports` lists those that are",
            Posix.Denied => "no permission to open " + name + ": " + Permission(),
            Posix.Busy => "port " + name + " is in use" + Holder(name),
            _ => Directory.Exists(name)
                ? name + " is a folder: give a serial port or a file"
                : "port " + name + " cannot be opened (" + Marshal.GetPInvokeErrorMessage(error).TrimEnd('.')
                    + "): is it a serial port? `ntc ports` lists them",
        };
        return new PortException(text);
    }

    /// <summary>" by minicom (process 812): end it first", as far as /proc may be read.</summary>
    internal static string Holder(string name)
    {
        string target = !File.Exists(name) ? Path.GetFullPath(name)
            : File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(name);
        foreach (string process in Processes())
        {
            string id = Path.GetFileName(process);
            if (id != Environment.ProcessId.ToString(CultureInfo.InvariantCulture) && Holds(process, target))
            {
                return " by " + NameOf(process) + " (process " + id + "): " + Remedy;
            }
        }

        return " by another program: " + Remedy;
    }

    private static string Permission()
    {
        string[] known = ["dialout", "uucp"];
        string group = known[0];
        try
        {
            string[] groups = [.. File.ReadLines("/etc/group").Select(l => l.Split(':')[0])];
            group = known.FirstOrDefault(groups.Contains) ?? group;
        }
        catch (IOException)
        {
            // The usual name has to do.
        }

        return "sudo usermod -aG " + group + " $USER, then log in again";
    }

    private static string[] Processes()
    {
        try
        {
            return Directory.GetDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])).ToArray();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Holds(string process, string target)
    {
        try
        {
            return Directory.GetFiles(Path.Combine(process, "fd"))
                .Any(f => new FileInfo(f).LinkTarget == target);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "a program";
        }
    }
}
