using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>
/// What the sentences mean. A sentence about closes of which none was seen does not hold: a test that saw nothing has
/// shown
/// nothing. Where records are missing a failure is still a failure if it rests on records, else it is unknown.
/// </summary>
internal static class Checks
{
    internal static Func<BoardLog, Answer> Ends(CloseGroup group, Limit limit)
    {
        return Every(group, c => Within(c, limit, Durations.CloseMs(c), "TIME-WAIT or CLOSED"));
    }

    internal static Func<BoardLog, Answer> Reaches(CloseGroup group, TcpState state, Limit limit)
    {
        return Every(group, c =>
        {
            Step? left = c.Steps.FirstOrDefault(s => s.From >= TcpState.Established || s.To >= TcpState.FinWait1);
            Step? there = c.Steps.FirstOrDefault(s => s.To == state && left is not null && s.AtMs >= left.AtMs);
            return Within(c, limit, there?.AtMs - left?.AtMs, Names.State(state));
        });
    }

    internal static Func<BoardLog, Answer> Clean(CloseGroup group)
    {
        return Every(group, c =>
        {
            Verdict verdict = Judge.Of(c);
            return verdict.Outcome switch
            {
                Outcome.Clean => null,
                Outcome.Uncertain => new Answer(Truth.Unknown, c.Id + ": " + verdict.Certainty),
                _ => new Answer(Truth.Fails, c.Id + ": " + verdict.Text),
            };
        });
    }

    internal static Func<BoardLog, Answer> TimeIn(TcpState state, Limit limit)
    {
        return log =>
        {
            List<(ConnectionModel Connection, double Ms)> stays = [.. log.Connections
                .Select(c => (c, Stay(c, state))).Where(p => p.Item2 is not null).Select(p => (p.c, p.Item2!.Value))];
            foreach ((ConnectionModel connection, double ms) in stays)
            {
                if (limit.For(connection.Epoch) is not double most)
                {
                    return NoMsl(connection);
                }

                if (ms >= most)
                {
                    return new Answer(Truth.Fails, connection.Id + " was in " + Names.State(state) + " for "
                        + Durations.Text(ms));
                }
            }

            return stays.Count == 0 ? Doubt(log, Truth.Fails, "no connection was seen in " + Names.State(state))
                : Doubt(log, Truth.Holds, "at most " + Durations.Text(stays.Max(s => s.Ms)) + " in " + stays.Count
                    + " stays");
        };
    }

    internal static Func<BoardLog, Answer> Count(CloseGroup group, int number, int sign)
    {
        return log =>
        {
            int seen = log.Connections.Count(c => c.Ended && group.Has(c));
            bool holds = sign > 0 ? seen >= number : sign < 0 ? seen <= number : seen == number;

            // More may have been lost: too many stay too many, and enough stay enough.
            bool sure = sign > 0 ? holds : sign < 0 ? !holds : seen > number;
            string why = string.Create(CultureInfo.InvariantCulture, $"{seen} seen");
            Truth truth = holds ? Truth.Holds : Truth.Fails;
            return sure ? new Answer(truth, why) : Doubt(log, truth, why);
        };
    }

    internal static Func<BoardLog, Answer> NoRule(string rule)
    {
        return log =>
        {
            Finding? found = Linters.Run(log).Where(f => f.Rule == rule).OrderByDescending(f => f.Certain)
                .ThenByDescending(f => f.Seen).FirstOrDefault();
            return found is null ? Doubt(log, Truth.Holds, "not found")
                : new Answer(found.Certain ? Truth.Fails : Truth.Unknown, Told(found));
        };
    }

    private static string Told(Finding found)
    {
        string where = found.Connection.Length == 0 ? "board" : found.Connection;
        return where + " " + found.Text + (found.Certain ? "" : " [" + found.Doubt + "]");
    }

    internal static Func<BoardLog, Answer> NoFault()
    {
        return log => log.Faults > 0 ? new Answer(Truth.Fails, log.Faults + " faults")
            : Doubt(log, Truth.Holds, "no fault");
    }

    internal static Func<BoardLog, Answer> NoLoss()
    {
        return log => new Answer(log.Missing > 0 ? Truth.Fails : Truth.Holds, log.Missing + " records lost");
    }

    private static double? Stay(ConnectionModel connection, TcpState state)
    {
        double? past = connection.StayedMs(state);
        double? now = connection.State == state && connection.EnteredMs is double since
            ? connection.Epoch.LastMs - since : null;
        return past is null ? now : now is null ? past : past + now;
    }

    private static Func<BoardLog, Answer> Every(CloseGroup group, Func<ConnectionModel, Answer?> problem)
    {
        return log =>
        {
            ConnectionModel[] closes = [.. log.Connections.Where(group.Has)];
            string name = group.Name.Length == 0 ? "close" : group.Name + " close";
            if (closes.Length == 0)
            {
                return Doubt(log, Truth.Fails, "no " + name + " was seen");
            }

            Answer[] problems = [.. closes.Select(problem).OfType<Answer>()];
            return problems.FirstOrDefault(p => p.Result == Truth.Fails) ?? problems.FirstOrDefault()
                ?? Doubt(log, Truth.Holds, closes.Length + " seen");
        };
    }

    private static Answer? Within(ConnectionModel connection, Limit limit, double? took, string where)
    {
        if (limit.For(connection.Epoch) is not double most)
        {
            return NoMsl(connection);
        }

        if (took is double ms)
        {
            return ms <= most ? null
                : new Answer(Truth.Fails, connection.Id + " took " + Durations.Text(ms) + " to " + where);
        }

        bool hidden = connection.MissingRecords > 0 || connection.Steps.Any(s => s.Broken);
        return new Answer(
            hidden ? Truth.Unknown : Truth.Fails,
            connection.Id + " did not reach " + where + (hidden ? " in what was received: " + Certainty.Of(connection)
                : ""));
    }

    private static Answer NoMsl(ConnectionModel connection)
    {
        return new Answer(Truth.Unknown, connection.Id + ": the board has not told its MSL (no HELLO)");
    }

    private static Answer Doubt(BoardLog log, Truth truth, string why)
    {
        int forgotten = log.Forgotten().Count;
        return log.Missing > 0 ? new Answer(Truth.Unknown, why + ", but " + log.Missing + " records are missing")
            : forgotten > 0 ? new Answer(
                Truth.Unknown, why + ", but of " + forgotten + " earlier connections only the number is kept")
            : new Answer(truth, why);
    }
}
