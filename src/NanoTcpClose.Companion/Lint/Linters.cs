using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>All rules, in the order in which their findings are shown.</summary>
public static class Linters
{
    /// <summary>Every rule of `ntc check`.</summary>
    public static IReadOnlyList<ILinter> All { get; } =
    [
        new IllegalTransition(),
        new BrokenChain(),
        new TimeWaitShort(),
        new CloseWaitLeak(),
        new FinWait2ForEver(),
        new LastAckZombie(),
        new TimeWaitExhaustion(),
        new HalfCloseDataLost(),
        new TimeWaitAssassinated(),
        new FinRetransmitted(),
        new RstInsteadOfFin(),
        new SimultaneousClose(),
    ];

    /// <summary>The findings of all rules.</summary>
    public static IReadOnlyList<Finding> Run(BoardLog log)
    {
        return [.. All.SelectMany(l => l.Check(log))];
    }

    /// <summary>The findings about one connection: what was seen first.</summary>
    public static IReadOnlyList<Finding> Of(ConnectionModel connection)
    {
        return [.. All.SelectMany(l => l.Of(connection)).OrderBy(f => f.Seen ? 0 : 1)];
    }
}
