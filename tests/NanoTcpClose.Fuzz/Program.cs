// Invariant: the last line of a run is "inputs N, failures M"; the exit code is 0 only if inputs ran and none failed.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Fuzz;

/// <summary>Runs the targets in this process, replays one input, or serves afl-fuzz.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        FuzzOptions? options = FuzzOptions.Read(args, out string problem);
        if (options is null)
        {
            Console.Error.WriteLine(problem);
            Console.Error.WriteLine(FuzzOptions.Usage);
            return 2;
        }

        if (options.Afl)
        {
            return Afl.Serve(options.Target!);
        }

        List<FuzzTarget> targets = options.Target is null ? [.. TargetList.All()] : [TargetList.Make(options.Target)];
        if (options.Seeds != null)
        {
            return WriteSeeds(targets[0], options.Seeds);
        }

        return options.Replay != null ? Replay(targets[0], options.Replay) : Run(targets, options);
    }

    private static int Run(List<FuzzTarget> targets, FuzzOptions options)
    {
        long inputs = 0;
        int failures = 0;
        CliStreams streams = CliStreams.FromConsole();
        Directory.CreateDirectory(options.Out);
        foreach (FuzzTarget target in targets)
        {
            Stopwatch watch = Stopwatch.StartNew();
            FuzzRunner runner = new(target, options.Seed, Console.Out) { Folder = options.Out };
            using (Progress progress = new(streams, target.Name))
            {
                runner.Run(TimeSpan.FromSeconds(options.Seconds), options.Inputs, progress.Report);
            }

            inputs += runner.Inputs;
            failures += runner.Failures;
            double rate = runner.Inputs / Math.Max(0.001, watch.Elapsed.TotalSeconds);
            Console.WriteLine(
                $"{target.Name}: inputs {runner.Inputs}, failures {runner.Failures}, {rate:0} a second, seed "
                + $"{options.Seed}");
        }

        Console.WriteLine($"inputs {inputs}, failures {failures}");
        return inputs > 0 && failures == 0 ? 0 : 1;
    }

    private static int Replay(FuzzTarget target, string file)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"{file} is not there: give the file that a failed run named");
            return 2;
        }

        if (target is SegmentTarget segments)
        {
            segments.Story = Console.WriteLine;
        }

        Exception? problem = FuzzRunner.Try(target, File.ReadAllBytes(file));
        Console.WriteLine(
            problem is null ? $"{target.Name}: {file} holds all invariants" : $"{target.Name}: {file}: {problem}");
        Console.WriteLine($"inputs 1, failures {(problem is null ? 0 : 1)}");
        return problem is null ? 0 : 1;
    }

    private static int WriteSeeds(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] seed in target.Seeds().Concat(Corpus.Read(target.Name).Select(entry => entry.Content)))
        {
            File.WriteAllBytes(Path.Combine(folder, $"seed-{number++:000}.bin"), seed);
        }

        Console.WriteLine($"{number} seeds of {target.Name} in {folder}");
        return number > 0 ? 0 : 1;
    }
}
