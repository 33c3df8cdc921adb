using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>
/// Reads a capture with tshark. Where it is not installed the test skips; with CI=true that is a failure.
/// </summary>
internal static class Tshark
{
    internal static string[][] Fields(string file, params string[] fields)
    {
        List<string> arguments = ["-r", file, "-T", "fields", "-E", "separator=/t", "-o", "tcp.check_checksum:TRUE"];
        arguments.AddRange(fields.SelectMany(f => new[] { "-e", f }));
        string output = Run(arguments);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))];
    }

    private static string Run(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("tshark", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process? process = Start(start);
        if (process is null)
        {
            const string Why = "tshark is not installed";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI must read captures back: " + Why);
            Assert.Skip(Why);
        }

        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
