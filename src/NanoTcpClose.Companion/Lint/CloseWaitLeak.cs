using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The peer closed long ago and the application has not called close: the board itself says so.</summary>
public sealed class CloseWaitLeak : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "close-wait-leak";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (connection.Events.Any(e => e.Kind == LogEventKind.Note && e.What == CloseEvent.CloseWaitLeak))
        {
            string text = "the peer closed and the application did not call Close within the alarm time";
            yield return Sure(connection, Severity.Warning, text, "RFC 9293 3.6 case 2");
        }
    }

    // The alarm is a record of its own, which a whole chain of states does not prove absent.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Among(TcpState.CloseWait);
    }
}
