// Invariant: the exit code is 0 only if every figure that was measured keeps its promise.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NanoTcpClose.Soak.Attack;
using NanoTcpClose.Soak.Closes;
using NanoTcpClose.Soak.Damage;
using NanoTcpClose.Soak.Faults;
using NanoTcpClose.Soak.Hostile;
using NanoTcpClose.Soak.Kernel;

namespace NanoTcpClose.Soak;

/// <summary>
/// Attackers, faults, long runs and damage; each command prints the section that it fills in docs/reliability.md.
/// </summary>
internal static class Program
{
    private const string Usage =
        "usage: NanoTcpClose.Soak COMMAND [--scale X] [--write docs/reliability.md]\n"
        + "  attack   off-path sweeps over every closing state, and what counters give away\n"
        + "  flood    a million spoofed segments a second against a full table\n"
        + "  faults   fault x state\n"
        + "  closes   a million closes with mixed faults in virtual time\n"
        + "  kernel   200,000 closes against the Linux kernel over a rough line (needs root and TUN)\n"
        + "  damage   the trace under damage beside three other framings\n"
        + "  hostile  endless hostile input to ntc\n"
        + "--scale 0.01 runs a hundredth of the length; --write puts the section into the document.";

    private static readonly Dictionary<string, Func<double, Section>> s_commands = new()
    {
        ["attack"] = AttackReport.Run,
        ["flood"] = FloodReport.Run,
        ["faults"] = FaultReport.Run,
        ["closes"] = ClosesReport.Run,
        ["kernel"] = KernelReport.Run,
        ["damage"] = DamageReport.Run,
        ["hostile"] = HostileReport.Run,
    };

    public static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == ConstructionProbe.Argument)
        {
            return ConstructionProbe.RunHere();
        }

        double scale = 1;
        string? write = null;
        bool good = args.Length % 2 == 1 && s_commands.ContainsKey(args[0]);
        for (int k = 1; good && k < args.Length; k += 2)
        {
            write = args[k] == "--write" ? args[k + 1] : write;
            good = args[k] == "--write" || (args[k] == "--scale"
                && double.TryParse(args[k + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out scale)
                    && scale > 0);
        }

        if (!good)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        Section section = s_commands[args[0]](scale);
        Console.Write(section.Text);
        foreach (string broken in section.Broken)
        {
            Console.WriteLine("BROKEN: " + broken);
        }

        if (write != null)
        {
            File.WriteAllText(write, Section.Replace(File.ReadAllText(write), args[0], section.Text));
        }

        Console.WriteLine(
            $"{args[0]}: {(section.Broken.Count == 0 ? "all promises kept" : $"{section.Broken.Count} promises broken")}");
        return section.Broken.Count == 0 ? 0 : 1;
    }
}
