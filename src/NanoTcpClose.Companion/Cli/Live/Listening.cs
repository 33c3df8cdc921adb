using System;
using System.Threading;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// A log from a capture, or from a line that is listened to until the time is over or enough was heard: what `check`,
/// `test` and `netstat` judge.
/// </summary>
internal sealed class Listening(CliStreams streams, string source)
{
    /// <summary>Speed of a serial line.</summary>
    internal int Baud { get; init; }

    /// <summary>Listens no longer than that; null: until Ctrl-C or the end of the source.</summary>
    internal TimeSpan? Limit { get; init; }

    /// <summary>Capture file to write; null: none.</summary>
    internal string? Record { get; init; }

    /// <summary>Ends when it has come.</summary>
    internal Until? Until { get; init; }

    /// <summary>Told of every change, of a capture too.</summary>
    internal Action<Change>? Watcher { get; init; }

    /// <summary>Asked about twenty times a second whether to end; gets the log and the silence of the line.</summary>
    internal Func<BoardLog, TimeSpan, bool>? Enough { get; init; }

    /// <summary>The source is a capture: all of it is there.</summary>
    internal bool IsCapture { get; } = Sources.IsFile(source);

    /// <summary>The --until condition came.</summary>
    internal bool Reached { get; private set; }

    /// <summary>Reads or listens to the end. Throws PortException, CaptureException or UsageException.</summary>
    internal BoardLog Run(CancellationToken interrupted)
    {
        if (IsCapture)
        {
            BoardLog whole = CaptureFiles.Load(source, streams, Watcher);
            Reached = Until?.Reached([whole], TimeSpan.MaxValue) ?? false;
            return whole;
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        LiveSession? session = null;
        session = new LiveSession(new LiveOptions { Until = Until }, new QuietScreen(streams), over.Token)
        {
            Watcher = (_, change) => Watcher?.Invoke(change),
            Ticker = () =>
            {
                if (Enough?.Invoke(session!.Log, session.Quiet) == true)
                {
                    over.Cancel();
                }
            },
        };
        Recorder? recorder = Record is string file ? new Recorder(file, source, streams.StateFolder) : null;
        session.Add(Sources.Open(source, Baud, streams), recorder);
        if (Limit is TimeSpan limit)
        {
            over.CancelAfter(limit);
        }

        session.Run();
        Reached = session.Reached || (Until?.Reached([session.Log], session.Quiet) ?? false);
        return session.Log;
    }

    /// <summary>Says that nothing came, and gives the exit code for that; null when something came.</summary>
    internal int? Nothing(BoardLog log)
    {
        if (log.Records > 0)
        {
            return null;
        }

        streams.Say("no record came from " + source + "; ask `ntc doctor " + source + "`");
        return log.UnknownVersion != 0 ? ExitCode.Schema : ExitCode.Timeout;
    }
}
