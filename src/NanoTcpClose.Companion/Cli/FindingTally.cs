// Invariant: what is held here grows with the connections that live, not with those that have ended, so days of a busy
// board and captures of millions of closes are judged whole.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// Judges every connection once, when it has ended or the log has; a live one as soon as something is wrong with it.
/// </summary>
internal sealed class FindingTally(RuleFile rules, Action<Finding> tell)
{
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, HashSet<string>> _told = [];
    private readonly Stopwatch _looked = Stopwatch.StartNew();

    /// <summary>Errors that are certain.</summary>
    internal int Broken { get; private set; }

    /// <summary>Errors that were seen and are not certain.</summary>
    internal int Doubtful { get; private set; }

    /// <summary>A warning or an error was seen.</summary>
    internal bool Found { get; private set; }

    /// <summary>Takes a change of the log.</summary>
    internal void Saw(Change change)
    {
        if (change is { Step: Step step, Connection: ConnectionModel connection })
        {
            bool ended = step.To == TcpState.Closed;
            if (ended || step.Broken || !Judge.IsLegal(step))
            {
                Look(connection, final: ended);
            }
        }
    }

    /// <summary>Looks at what lives, once a second at most.</summary>
    internal void LookAtLive(BoardLog log)
    {
        if (_looked.Elapsed >= s_pace)
        {
            foreach (ConnectionModel connection in log.Connections.Where(c => !c.Ended))
            {
                Look(connection, final: false);
            }

            Board(log, final: false);
            _looked.Restart();
        }
    }

    /// <summary>The log has ended: what lives is judged as it is.</summary>
    internal void End(BoardLog log)
    {
        foreach (ConnectionModel connection in log.Connections.Where(c => !c.Ended))
        {
            Look(connection, final: true);
        }

        Board(log, final: true);
    }

    private void Look(ConnectionModel connection, bool final)
    {
        Tell(connection.Id, rules.Of(connection), final);
    }

    private void Board(BoardLog log, bool final)
    {
        Tell("", rules.OfBoard(log), final);
    }

    // What cannot be known yet, and what is only worth a note, waits for the end. A warning that grows (sent again
    // 3, 4, 5 times) is told once while it lives and as it was at the end.
    private void Tell(string of, IEnumerable<Finding> findings, bool final)
    {
        HashSet<string> told = _told.GetValueOrDefault(of) ?? [];
        foreach (Finding finding in findings)
        {
            string whole = finding.Rule + ": " + finding.Text;
            bool grave = finding is { Seen: true, Certain: true, Severity: not Severity.Note };
            if (final ? !told.Contains(whole) : grave && told.Add(finding.Rule + "/" + finding.Severity))
            {
                told.Add(whole);
                Count(finding);
            }
        }

        _told.Remove(of);
        if (!final && told.Count > 0)
        {
            _told.Add(of, told);
        }
    }

    private void Count(Finding finding)
    {
        bool error = finding is { Seen: true, Severity: Severity.Error };
        Broken += error && finding.Certain ? 1 : 0;
        Doubtful += error && !finding.Certain ? 1 : 0;
        Found |= finding.Seen && finding.Severity != Severity.Note;
        tell(finding);
    }
}
