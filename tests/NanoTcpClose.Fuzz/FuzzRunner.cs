// Invariant: input k of a seed is the same on every machine and in every run, whatever the time that a run has.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Fuzz;

/// <summary>Runs one target over generated inputs and keeps what fails.</summary>
internal sealed class FuzzRunner
{
    private const int ClockEvery = 32;
    private const int MaxFailures = 3;
    private const int SlowMs = 120000;
    private const int FirstUses = 16;

    private readonly FuzzTarget _target;
    private readonly ulong _seed;
    private readonly TextWriter _output;
    private readonly Mutator _mutator;

    public FuzzRunner(FuzzTarget target, ulong seed, TextWriter output)
    {
        _target = target;
        _seed = seed;
        _output = output;
        List<byte[]> seeds = [.. target.Seeds(), .. Corpus.Read(target.Name).Select(entry => entry.Content)];
        _mutator = new Mutator(seeds, target.MaxLength, target.LikesNoise);
    }

    public long Inputs { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Where failing inputs are written.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Runs until the time is over, or that many inputs were run; says meanwhile how far it is, 0 to 1.</summary>
    public void Run(TimeSpan time, long maxInputs, Action<double>? report = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (Failures < MaxFailures && Inputs < maxInputs)
        {
            if (Inputs % ClockEvery == 0)
            {
                double part = Math.Max(watch.Elapsed / time, (double)Inputs / maxInputs);
                report?.Invoke(part);
                if (part >= 1 || watch.Elapsed >= time)
                {
                    return;
                }
            }

            One(_mutator.Make(new FuzzRandom(_seed ^ ((ulong)Inputs * 0x9E3779B97F4A7C15))));
            Inputs++;
        }
    }

    /// <summary>Runs one input; the exception that it provoked, or null.</summary>
    public static Exception? Try(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        Exception? problem = TryOnce(target, input);
        for (int again = 0; again < FirstUses && IsAllocation(problem); again++)
        {
            // What a type takes once, when it is first used, is not taken again; one input may meet several of them.
            problem = TryOnce(target, input);
        }

        return problem;
    }

    private static bool IsAllocation(Exception? problem)
    {
        return problem is FuzzFailure && problem.Message.StartsWith(FuzzFailure.Allocated, StringComparison.Ordinal);
    }

    private static Exception? TryOnce(FuzzTarget target, ReadOnlySpan<byte> input)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            target.Execute(input);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            return took.TotalMilliseconds > SlowMs ? new FuzzFailure($"one input took {took.TotalSeconds:0} s") : null;
        }
        catch (Exception problem)
        {
            return problem;
        }
    }

    private void One(ReadOnlySpan<byte> input)
    {
        Exception? problem = Try(_target, input);
        if (problem is null)
        {
            return;
        }

        Failures++;
        string file = Path.Combine(Folder, $"fuzz-{_target.Name}-{_seed}-{Inputs}.bin");
        File.WriteAllBytes(file, input);
        StringBuilder text = new();
        text.Append(
            $"FAILURE target {_target.Name}, seed {_seed}, input {Inputs}: {problem.GetType().Name}: "
            + $"{problem.Message}\n");
        text.Append($"  hex {Convert.ToHexString(input)}\n  {problem.StackTrace?.Split('\n')[0].Trim()}\n");
        text.Append($"  replay: --target {_target.Name} --replay {file}");
        _output.WriteLine(text);
    }
}
