using System;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Fuzz;

/// <summary>The command line.</summary>
internal sealed class FuzzOptions
{
    public const string Usage =
        "usage: NanoTcpClose.Fuzz [--seconds N] [--inputs N] [--target NAME] [--seed S] [--out FOLDER]\n"
        + "       NanoTcpClose.Fuzz --target NAME --replay FILE\n"
        + "       NanoTcpClose.Fuzz --target NAME --afl          (started by afl-fuzz; see docs/reliability.md)\n"
        + "       NanoTcpClose.Fuzz --target NAME --seeds FOLDER (writes the seeds as files, for afl-fuzz)\n"
        + "--seconds and --inputs are for each target; without --target all run one after another.";

    public double Seconds { get; private set; } = 10;

    public long Inputs { get; private set; } = long.MaxValue;

    public string? Target { get; private set; }

    public ulong Seed { get; private set; } = 1;

    public string? Replay { get; private set; }

    public string? Seeds { get; private set; }

    public string Out { get; private set; } = ".";

    public bool Afl { get; private set; }

    /// <summary>Null, with the reason, when the command line is not understood.</summary>
    public static FuzzOptions? Read(string[] args, out string problem)
    {
        FuzzOptions options = new();
        problem = "";
        for (int k = 0; k < args.Length; k++)
        {
            if (args[k] == "--afl")
            {
                options.Afl = true;
            }
            else if (k + 1 == args.Length || !options.Take(args[k], args[++k]))
            {
                problem = $"'{string.Join(' ', args.Skip(k - 1))}' is not understood";
                return null;
            }
        }

        if (options.Target == null && (options.Afl || options.Replay != null || options.Seeds != null))
        {
            problem = "--afl, --replay and --seeds need --target NAME, one of: " + string.Join(' ', TargetList.Names);
            return null;
        }

        return options;
    }

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--seconds" when double
                .TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds):
                Seconds = seconds;
                return seconds > 0;
            case "--inputs" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long inputs):
                Inputs = inputs;
                return true;
            case "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed):
                Seed = seed;
                return true;
            case "--target":
                Target = value;
                return TargetList.Names.Contains(value);
            case "--replay":
                Replay = value;
                return true;
            case "--seeds":
                Seeds = value;
                return true;
            case "--out":
                Out = value;
                return true;
            default:
                return false;
        }
    }
}
