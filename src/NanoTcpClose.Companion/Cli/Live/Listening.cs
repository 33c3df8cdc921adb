using System;
using System.Threading;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>A log from a file, or from a line that is listened to for a while.</summary>
internal static class Listening
{
    /// <summary>Reads the file, or listens for that time or until the log is enough.</summary>
    internal static BoardLog To(
        CliStreams streams, string source, int baud, TimeSpan time, Func<BoardLog, bool> enough,
            CancellationToken cancel)
    {
        if (Sources.IsFile(source))
        {
            return LogFile.Load(source);
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(time);
        LiveSession? session = null;
        session = new LiveSession(new LiveOptions(), new QuietScreen(streams), over.Token)
        {
            Ticker = () =>
            {
                if (enough(session!.Log))
                {
                    over.Cancel();
                }
            },
        };
        session.Add(Sources.Open(source, baud, streams), null);
        session.Run();
        return session.Log;
    }
}
