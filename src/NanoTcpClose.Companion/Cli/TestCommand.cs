using System;
using System.Collections.Generic;
using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli.Expect;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc test 'SENTENCE'... [-- command]: asserts in CI on a live board or a capture.</summary>
internal sealed class TestCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string[]> _sentences = new("SENTENCE")
    {
        Description = "what must hold; after -- the command that makes the board close",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _port = new("--port")
    {
        Description = "serial port, capture, - or tcp://host:port; none: the only board",
        HelpName = "SOURCE",
    };

    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<string> _settle = new("--settle")
    {
        Description = "after the command: the silence of the line that ends the test",
        HelpName = "TIME",
        DefaultValueFactory = _ => "2s",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "end of the test whatever comes",
        HelpName = "TIME",
        DefaultValueFactory = _ => "2m",
    };

    private readonly Option<string?> _record = new("--record") { Description = "capture file", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one sentence a line" };

    internal TestCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("test", "Asserts in CI on a live board; the exit code is the result.") { _sentences };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.Under("Line", _port, _baud)
            .Under("Run", _settle, _timeout, _record, _json)
            .In(CommandGroup.Live)
            .Ends(ExitCode.Ok, "every sentence holds")
            .Ends(ExitCode.RuleBroken, "a sentence does not hold, or the command failed")
            .Ends(ExitCode.Usage, ExitCode.Port, ExitCode.Schema, ExitCode.Uncertain, ExitCode.DeviceFault)
            .Ends(ExitCode.Timeout, "the board said nothing in the time")
            .Ends(ExitCode.Interrupted)
            .Example("test 'active close ends within 2xMSL' --port COM6 -- curl http://192.168.1.50/",
                "make it close, then judge")
            .Example("test 'every close is clean' 'no close-wait-leak' --port /dev/ttyUSB0 --timeout 60s",
                "judge a minute")
            .Example("test 'at least 3 passive closes' 'time in CLOSE-WAIT below 2s' --port run.ntcl",
                "judge a capture");
    }

    private int Run(ParsedLine parsed)
    {
        (string[] words, string[] command) = Split(parsed);
        Sentence[] sentences = [.. words.Select(SentenceParser.Parse)];
        string source = parsed.GetValue(_port) ?? FirstWords.OnlyBoard(_streams);
        using Interrupts interrupts = new();
        Process? process = null;
        bool started = command.Length == 0;
        TimeSpan settle = Arguments.Duration("--settle", parsed.GetValue(_settle))!.Value;
        TimeSpan limit = Arguments.Duration("--timeout", parsed.GetValue(_timeout))!.Value;
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        over.CancelAfter(limit);
        Listening listening = new(_streams, source)
        {
            Baud = parsed.GetValue(_baud),
            Record = parsed.GetValue(_record),
            Enough = (heard, quiet) =>
            {
                // The line is open: now the board may be made to close.
                process = started ? process : Start(command);
                started = true;
                return process is { HasExited: true } && quiet >= settle && heard.LiveCount == 0;
            },
        };
        if (command.Length > 0 && listening.IsCapture)
        {
            throw new UsageException(source + " is a capture: a command after -- goes with a line that is listened to");
        }

        BoardLog log = listening.Run(over.Token);

        // A pipe may end before the command has begun.
        process = started || interrupts.Token.IsCancellationRequested ? process : Start(command);
        int? child = EndOf(process, over.Token);
        if (interrupts.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        if (listening.Nothing(log) is int nothing)
        {
            return nothing;
        }

        int code = Judge(sentences, log, parsed.GetValue(_json));
        if (child is int ended and not 0)
        {
            _streams.Say(command[0] + " ended with " + ended);
            return ExitCode.RuleBroken;
        }

        return code == ExitCode.Ok && log.Faults > 0 ? ExitCode.DeviceFault : code;
    }

    // The words after -- are the command; the parser hands them over with the sentences.
    private (string[] Sentences, string[] Command) Split(ParsedLine parsed)
    {
        string[] all = parsed.GetValue(_sentences)!;
        int dashes = parsed.Tokens.ToList().FindIndex(t => t.Value == "--");
        int after = dashes < 0 ? 0 : parsed.Tokens.Count - dashes - 1;
        string[] sentences = all[..^after];
        string? option = sentences.FirstOrDefault(s => s.StartsWith('-'));
        return option is not null ? throw new UsageException("option " + option + " is not known")
            : sentences.Length == 0 ? throw new UsageException("a sentence is missing before --")
            : (sentences, all[^after..]);
    }

    private int? EndOf(Process? process, CancellationToken over)
    {
        if (process is null)
        {
            return null;
        }

        using (process)
        {
            while (!process.WaitForExit(50) && !over.IsCancellationRequested)
            {
                // The line has ended, the command not yet.
            }

            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                _streams.Say("the command did not end in the time of --timeout and was stopped");
                return -1;
            }

            return process.ExitCode;
        }
    }

    private static Process Start(string[] command)
    {
        try
        {
            ProcessStartInfo start = new(command[0], command[1..]) { UseShellExecute = false };
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new UsageException(command[0] + " cannot be started: " + problem.Message);
        }
    }

    private int Judge(IReadOnlyList<Sentence> sentences, BoardLog log, bool json)
    {
        int code = ExitCode.Ok;
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        foreach (Sentence sentence in sentences)
        {
            Answer answer = sentence.Judge(log);
            string word = answer.Result switch
            {
                Truth.Holds => "holds",
                Truth.Fails => "FAILS",
                _ => "unknown",
            };
            _streams.Out.Write(json ? Json(sentence, answer) + "\n"
                : TextTable.Block(word.PadRight(8), sentence.Text + "  (" + answer.Why + ")", _streams.Fit()));
            code = answer.Result == Truth.Fails ? ExitCode.RuleBroken
                : answer.Result == Truth.Unknown && code == ExitCode.Ok ? ExitCode.Uncertain : code;
        }

        return code;
    }

    private static string Json(Sentence sentence, Answer answer)
    {
        return JsonView.Write(json =>
        {
            json.WriteString("type", "sentence");
            json.WriteString("text", sentence.Text);
            json.WriteString("result", answer.Result.ToString().ToLowerInvariant());
            json.WriteString("why", answer.Why);
        });
    }
}
