using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The peer closed long ago and the application has not called close.</summary>
public sealed class CloseWaitLeak : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "close-wait-leak";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (connection.Events.Any(e => e.Kind == LogEventKind.Note && e.What == CloseEvent.CloseWaitLeak))
        {
            string text = "the peer closed and the application did not call Close within the alarm time";
            yield return Find(connection, Severity.Warning, text, "RFC 9293 3.6 case 2");
        }
    }
}
