using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A RST ended TIME-WAIT.</summary>
public sealed class TimeWaitAssassinated : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "time-wait-assassinated";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        foreach (Step step in connection.Steps.Where(s => s.From == TcpState.TimeWait))
        {
            if (step.Cause == TransitionCause.ResetReceived)
            {
                yield return At(step, connection, Severity.Warning, "a RST ended TIME-WAIT before 2MSL", "RFC 1337");
            }
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open ? gap.Among(TcpState.TimeWait) : [];
    }
}
