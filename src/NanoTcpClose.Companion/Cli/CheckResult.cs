using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// The exit code of `check`: a certain break first, then a fault, an unknown version, then what cannot be known.
/// </summary>
internal static class CheckResult
{
    internal static int Code(BoardLog log, FindingTally tally)
    {
        if (tally.Broken > 0)
        {
            return ExitCode.RuleBroken;
        }

        if (log.Faults > 0)
        {
            return ExitCode.DeviceFault;
        }

        if (log.UnknownVersion != 0)
        {
            return ExitCode.Schema;
        }

        return log.Missing > 0 || tally.Doubtful > 0 ? ExitCode.Uncertain : ExitCode.Ok;
    }

    internal static string Sentence(int code, BoardLog log, FindingTally tally)
    {
        int count = log.EndedCount + log.LiveCount;
        string missing = Finding.Records(log.Missing);
        string all = count.ToString(CultureInfo.InvariantCulture) + (count == 1 ? " connection: " : " connections: ");
        return all + code switch
        {
            ExitCode.RuleBroken => "a rule is broken",
            ExitCode.DeviceFault => "the board reported a fault",
            ExitCode.Schema => "part of the log is of a version that this ntc does not read",
            ExitCode.Uncertain when tally.Doubtful > 0 =>
                "a rule seems broken, but it is not certain" + (log.Missing > 0 ? " (" + missing + ")" : ""),
            ExitCode.Uncertain => "no rule is broken in what was seen, but it is not all (" + missing + ")",
            _ => "every transition is legal and no record is missing",
        };
    }
}
