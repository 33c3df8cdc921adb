using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using NanoTcpClose.VirtualBoard;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// ntc demo: a virtual board closes real TCP connections; its serial line is opened and shown exactly as `watch` does.
/// </summary>
internal sealed class DemoCommand
{
    private const int LimitMs = 30000;
    private const int QuietMs = 400;

    private readonly CliStreams _streams;
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON on standard output" };
    private readonly Option<string> _peer = Arguments.OneOf(
        "--peer", "who closes with the board", "auto", "observe", "kernel", "udp");
    private readonly Option<string?> _svg = new("--svg")
    {
        Description = "also draw the screen into this file",
        Hidden = true,
    };

    private readonly Option<string?> _record = new("--record") { Description = "keep the line as a capture (.ntcl)" };

    internal DemoCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new(
            "demo",
            "A virtual board closes real TCP connections; shows and judges every close.")
        {
            _json, _peer, _record, _svg,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Live)
            .Ends(ExitCode.Ok, "every close was as the script says")
            .Ends(ExitCode.RuleBroken, "a close was not as expected")
            .Ends(ExitCode.Usage, ExitCode.Uncertain, ExitCode.Interrupted)
            .Example("demo", "the kernel's own sockets observed where permitted, else two engines")
            .Example("demo --peer kernel", "the engine drives its connections against the kernel")
            .Example("demo --record demo.ntcl", "keep it: every other command reads the file");
    }

    private int Run(ParsedLine parsed)
    {
        StringWriter screen = new() { NewLine = "\n" };
        CliStreams streams = parsed.GetValue(_svg) is null ? _streams : _streams.With(screen);
        DemoBoardOptions wish = new()
        {
            Role = parsed.GetValue(_peer) switch
            {
                "observe" => DemoRole.Observe,
                "kernel" => DemoRole.Kernel,
                "udp" => DemoRole.Udp,
                _ => DemoRole.Auto,
            },
        };
        using Interrupts interrupts = new();
        using DemoBoard board = Create(wish);
        streams.Say("peer: " + board.PeerDescription);
        if (board.WhyNotKernel is string why)
        {
            streams.Say("not the observe role: " + why);
        }

        streams.Say("role: " + board.RoleDescription);
        streams.Say(board.TimeNote);
        streams.Say("watching " + board.SerialPort);
        bool json = parsed.GetValue(_json);
        Recorder? recorder = parsed.GetValue(_record) is string capture
            ? new Recorder(capture, board.SerialPort, _streams.StateFolder) : null;
        LiveSession session = Watch(board, streams, json, recorder, interrupts.Token, out string? failure);
        int code = Finish(board, session, streams, json, failure);
        if (parsed.GetValue(_svg) is string file)
        {
            _streams.Out.Write(screen.ToString());
            File.WriteAllText(file, ScreenSvg.Render("ntc demo", screen.ToString()));
        }

        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted : code;
    }

    private static DemoBoard Create(DemoBoardOptions wish)
    {
        try
        {
            return DemoBoard.Create(wish);
        }
        catch (Exception problem) when (problem is InvalidOperationException or IOException)
        {
            throw new UsageException("the demo's board does not start: " + problem.Message + "; try --peer udp");
        }
    }

    private static LiveSession Watch(
        DemoBoard board,
        CliStreams streams,
        bool json,
        Recorder? recorder,
        CancellationToken interrupted,
        out string? failure)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        stop.CancelAfter(LimitMs);
        LiveOptions options = new() { Json = json };
        LiveSession session = new(options, new LineScreen(streams, options), stop.Token);
        string? problem = null;
        Task play = Task.Run(
            async () =>
            {
                try
                {
                    await board.RunAsync(stop.Token).ConfigureAwait(false);
                    await Quiet(session, stop.Token).ConfigureAwait(false);
                }
                catch (Exception wrong) when (wrong is TimeoutException or OperationCanceledException or IOException)
                {
                    problem = wrong.Message;
                }

                await stop.CancelAsync().ConfigureAwait(false);
            },
            CancellationToken.None);
        session.Add(Sources.Open(board.SerialPort, 921600, streams), recorder);
        session.Run();
        play.Wait(LimitMs, CancellationToken.None);
        failure = problem;
        return session;
    }

    // The script is over; its last records may still be on the line.
    private static async Task Quiet(LiveSession session, CancellationToken cancel)
    {
        do
        {
            await Task.Delay(QuietMs / 4, cancel).ConfigureAwait(false);
        }
        while (session.Quiet.TotalMilliseconds < QuietMs);
    }

    private static int Finish(DemoBoard board, LiveSession session, CliStreams streams, bool json, string? failure)
    {
        BoardLog log = session.Log;
        List<string> wrong = [.. board.Closes.Select(c => DemoCheck.Problem(c, log)).OfType<string>()];
        if (failure is not null)
        {
            wrong.Add(failure);
        }

        if (log.Missing > 0)
        {
            wrong.Add(SummaryView.Losses(log).TrimEnd());
        }

        if (!json)
        {
            streams.Out.WriteLine();
            streams.Out.Write(SummaryView.Closes([.. log.Closes], streams.Width, streams.Fit()));
            ConnectionModel? drawn = log.Connections.FirstOrDefault(c => FinFacts.Of(c).RepeatedByPeer > 0)
                ?? log.Closes.FirstOrDefault();
            if (drawn is not null)
            {
                string head = "flow of " + drawn.Id + ": ";
                streams.Out.Write("\n" + TextTable.Block(head, Judge.Of(drawn).Text, streams.Fit()));
                streams.Out.Write(FlowView.Text(drawn, Math.Min(80, streams.Fit())));
            }

            streams.Out.WriteLine();
            streams.Out.Write(SummaryView.Losses(log));
            streams.Out.Write(TextTable.Block("role: ", board.RoleDescription, streams.Fit()));
            streams.Out.Write(TextTable.Block("peer: ", board.PeerDescription, streams.Fit()));
        }

        wrong.ForEach(streams.Say);
        int good = board.Closes.Count(c => DemoCheck.Problem(c, log) is null);
        streams.Say(good + " of " + board.Closes.Count + " closes as expected");
        return wrong.Count == 0 ? ExitCode.Ok : log.Missing > 0 ? ExitCode.Uncertain : ExitCode.RuleBroken;
    }
}
