using System;
using System.IO;
using NanoTcpClose.Companion.Input;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The source that a word of the command line names.</summary>
internal static class Sources
{
    /// <summary>Whether a word names a file that is no device.</summary>
    internal static bool IsFile(string name)
    {
        if (name == "-" || !File.Exists(name))
        {
            return false;
        }

        bool special = (File.GetAttributes(name) & (FileAttributes.Device | FileAttributes.ReparsePoint)) != 0;
        string target = File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(name);
        return !target.StartsWith("/dev/", StringComparison.Ordinal) && (!special || !OperatingSystem.IsWindows());
    }

    /// <summary>-, tcp://host:port, or a serial port.</summary>
    internal static ISource Open(string name, int baud, CliStreams streams)
    {
        if (name == "-")
        {
            return new StreamSource(streams.OpenInput());
        }

        if (name.StartsWith("tcp://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(name, UriKind.Absolute, out Uri? address) && address.Port > 0
                ? new TcpSource(address)
                : throw new UsageException("'" + name + "' lacks a port: write tcp://host:port");
        }

        // A port of Linux or macOS has a path; a bare word is a file that is not here.
        bool file = name.EndsWith(".ntcl", StringComparison.OrdinalIgnoreCase) || Directory.Exists(name)
            || (!OperatingSystem.IsWindows() && !name.Contains('/') && !File.Exists(name));
        if (file)
        {
            CaptureFiles.MustBeThere(name, streams.StateFolder);
        }

        return new SerialSource(name, baud);
    }
}
