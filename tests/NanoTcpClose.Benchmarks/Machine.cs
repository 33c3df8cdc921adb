using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace NanoTcpClose.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static partial class Machine
{
    /// <summary>Gets processor, number of processors, system and runtime in one line.</summary>
    public static string Line => $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, "
        + $"{RuntimeInformation.FrameworkDescription}, load {Load()}";

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File)
            ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Load()
    {
        const string Average = "/proc/loadavg";
        return File.Exists(Average) ? File.ReadAllText(Average).Split(' ')[0] : "unknown";
    }

    /// <summary>Binds a thread (0: this one) to one processor; false where that is not permitted.</summary>
    public static bool Pin(int thread, int processor)
    {
        ulong mask = 1ul << processor;
        return SetAffinity(thread, sizeof(ulong), in mask) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint size, in ulong mask);
}
