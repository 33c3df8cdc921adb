using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Lab;
using NanoTcpClose.Companion.Lab.View;
using NanoTcpClose.VirtualBoard;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc lab [NAME] [--all] [--kernel] [--json] [--markdown].</summary>
internal sealed class LabCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "one scenario; none: list them",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _all = new("--all") { Description = "play all of them" };
    private readonly Option<bool> _kernel = new("--kernel") { Description = "beside the Linux kernel; needs root" };
    private readonly Option<bool> _json = new("--json") { Description = "one JSON object a scenario" };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "as docs/lab.md" };

    internal LabCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("lab", "Shows every claim about closing TCP connections, with numbers.")
        {
            _name, _all, _kernel, _json, _markdown,
        };
        _name.Validators.Add(result =>
        {
            string name = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (name.Length > 0 && LabRunner.Find(name) is null)
            {
                result.AddError($"there is no scenario {name}: `ntc lab` lists them");
            }
        });
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Live)
            .Ends(ExitCode.Ok, ExitCode.RuleBroken, ExitCode.Usage, ExitCode.Port)
            .Example("lab", "list the scenarios")
            .Example("lab four-way", "play one")
            .Example("lab lost-final-ack --kernel", "beside the Linux kernel, as root");
    }

    private int Run(ParsedLine parsed)
    {
        string? name = parsed.GetValue(_name);
        bool all = parsed.GetValue(_all);
        if (all && name is not null)
        {
            throw new UsageException("lab takes a name or --all, not both");
        }

        bool kernel = parsed.GetValue(_kernel);
        if (name is null && !all)
        {
            return kernel
                ? throw new UsageException("lab --kernel needs a name or --all")
                : List(parsed.GetValue(_json));
        }

        if (kernel && !KernelPeer.IsAvailable(out string why))
        {
            _streams.Say("the kernel's column is not possible here: " + why);
            _streams.Say("it makes network namespaces and TUN devices of its own; without --kernel no permission is "
                + "needed");
            return ExitCode.Port;
        }

        return Play(all ? LabRunner.All : [LabRunner.Find(name!)!], kernel, parsed);
    }

    private int List(bool json)
    {
        if (json)
        {
            LabRunner.All.ToList().ForEach(s => _streams.Out.WriteLine(LabJson.Scenario(s)));
            return ExitCode.Ok;
        }

        new LabText(_streams).List(LabRunner.All);
        _streams.Say("`ntc lab NAME` plays one, `ntc lab --all` all; --kernel plays beside the Linux kernel (as root)");
        return ExitCode.Ok;
    }

    private int Play(IReadOnlyList<LabScenario> scenarios, bool kernel, ParsedLine parsed)
    {
        bool markdown = parsed.GetValue(_markdown);
        LabText text = new(_streams);
        if (markdown)
        {
            _streams.Out.Write(LabMarkdown.Head(LabRunner.All));
        }

        int good = 0;
        int done = 0;
        Stopwatch watch = Stopwatch.StartNew();
        foreach (LabScenario scenario in scenarios)
        {
            LabResult result = LabRunner.Run(scenario, kernel);
            good += result.Good ? 1 : 0;
            Progress(result, ++done, scenarios.Count, watch.Elapsed);
            if (parsed.GetValue(_json))
            {
                _streams.Out.WriteLine(LabJson.Result(result));
            }
            else if (markdown)
            {
                _streams.Out.Write(LabMarkdown.Chapter(LabRunner.All.ToList().IndexOf(scenario) + 1, result));
            }
            else
            {
                text.Write(result);
            }
        }

        _streams.Say($"{good} of {scenarios.Count} scenarios as stated");
        return good == scenarios.Count ? ExitCode.Ok : ExitCode.RuleBroken;
    }

    // On a terminal one line a scenario with an estimate; elsewhere only what went wrong.
    private void Progress(LabResult result, int done, int count, TimeSpan elapsed)
    {
        double seconds = result.Columns.Sum(c => c.TookMs) / 1000;
        if (count > 1 && _streams.ErrInteractive)
        {
            double left = Math.Ceiling(elapsed.TotalSeconds / done * (count - done));
            _streams.Say(FormattableString.Invariant(
                $"{result.Scenario.Name}: {(result.Good ? "as stated" : "NOT as stated")}, {seconds:0.0} s; ")
                + FormattableString.Invariant($"{done} of {count}, about {left:0} s left"));
        }

        foreach (LabColumn column in result.Columns.Where(c => !c.Good))
        {
            string wrong = column.Failure ?? string.Join("; ", column.Figures.Where(f => !f.Good)
                .Select(f => $"{f.Name}: {f.Measured}, stated {f.Stated}"));
            _streams.Say($"{result.Scenario.Name}, {column.Name}: {wrong}");
        }
    }
}
