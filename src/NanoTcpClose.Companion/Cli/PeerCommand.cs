using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Sockets;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc peer PORT|FILE: the board's states beside those of this PC's own sockets.</summary>
internal sealed class PeerCommand
{
    private const int LookMs = 50;
    private const int WithTime = 50;
    private const int WithPeer = 72;

    private readonly CliStreams _streams;
    private readonly Argument<string?> _source = Arguments.Perhaps("SOURCE",
        "serial port, capture, - or tcp://host:port");
    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one change a line" };
    private readonly Option<string?> _timeout = new("--timeout")
    {
        Description = "end after that time, for example 60s",
        HelpName = "TIME",
    };

    private PeerWatch _watch = new();

    internal PeerCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("peer", "The board's states beside this PC's own socket states, on one time axis.")
        {
            _source, _baud, _timeout, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Live)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Port)
            .Ends(ExitCode.Timeout, "this PC was the other side of no connection")
            .Ends(ExitCode.Interrupted)
            .Example("peer /dev/ttyUSB0", "both ends live; Ctrl-C ends with one sentence for each")
            .Example("peer run.ntcl", "the end of a capture beside the sockets of now")
            .Example("peer COM6 --timeout 60s --json", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        string source = parsed.GetValue(_source) ?? FirstWords.OnlyBoard(_streams);
        bool json = parsed.GetValue(_json);
        TimeSpan? limit = Arguments.Duration("--timeout", parsed.GetValue(_timeout));
        _watch = new PeerWatch();
        using Interrupts interrupts = new();
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        if (limit is TimeSpan span)
        {
            over.CancelAfter(span);
        }

        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }
        else
        {
            _streams.Out.WriteLine(Row("time", "conn", "peer", "board", "this PC"));
        }

        BoardLog log = Sources.IsFile(source) ? LogFile.Load(source) : Listen(parsed, source, json, over.Token);
        Look(log, json);
        Conclude(log, json);
        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted
            : _watch.Met == 0 ? ExitCode.Timeout : ExitCode.Ok;
    }

    private BoardLog Listen(ParsedLine parsed, string source, bool json, CancellationToken cancel)
    {
        Stopwatch sinceLook = Stopwatch.StartNew();
        LiveSession? session = null;
        session = new LiveSession(new LiveOptions(), new QuietScreen(_streams), cancel)
        {
            Watcher = (feed, change) =>
            {
                if (change.Step is not null)
                {
                    Look(feed.Log, json);
                }
            },
            Ticker = () =>
            {
                if (sinceLook.ElapsedMilliseconds >= LookMs)
                {
                    sinceLook.Restart();
                    Look(session!.Log, json);
                }
            },
        };
        session.Add(Sources.Open(source, parsed.GetValue(_baud), _streams), null);
        session.Run();
        return session.Log;
    }

    private void Look(BoardLog log, bool json)
    {
        foreach (PeerPair pair in _watch.Look(log, _streams.FindSockets()))
        {
            string time = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, _streams.Zone)
                .ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
            ConnectionModel connection = pair.Connection;
            _streams.Out.WriteLine(json ? Json(pair, "pair")
                : Row(time, connection.Id, connection.Remote, Names.State(pair.Board), Names.State(pair.Peer)));
        }
    }

    // A narrow terminal goes without the address, then without the time.
    private string Row(string time, string id, string remote, string board, string here)
    {
        int fit = _streams.Fit();
        string head = (fit < WithTime ? "" : time.PadRight(14)) + id.PadRight(7);
        return head + (fit < WithPeer ? "" : remote.PadRight(23)) + board.PadRight(14) + here;
    }

    private void Conclude(BoardLog log, bool json)
    {
        PeerWatch end = new();
        PeerPair[] pairs = [.. end.Look(log, _streams.FindSockets())];
        foreach (PeerPair pair in pairs)
        {
            string sentence = PeerSentences.Of(pair);
            _streams.Out.Write(json ? Json(pair, "sentence") + "\n"
                : TextTable.Block(pair.Connection.Id + "  ", sentence, _streams.Fit()));
        }

        if (_watch.Met == 0)
        {
            string peers = string.Join(", ", log.Connections.Select(c => c.Remote).Distinct().Take(4));
            _streams.Say("this PC is the other side of none of the board's connections"
                + (peers.Length == 0 ? "" : "; they go to " + peers) + ": run it on that computer");
        }
    }

    private static string Json(PeerPair pair, string type)
    {
        return JsonView.Write(json =>
        {
            json.WriteString("type", type);
            json.WriteString("conn", pair.Connection.Id);
            json.WriteString("remote", pair.Connection.Remote);
            json.WriteString("board", Names.State(pair.Board));
            json.WriteString("peer", Names.State(pair.Peer));
            json.WriteNumber("unread", pair.Unread);
            if (pair.LeftMs is double left)
            {
                json.WriteNumber("leftMs", left);
            }

            if (type == "sentence")
            {
                json.WriteString("text", PeerSentences.Of(pair));
            }
        });
    }
}
