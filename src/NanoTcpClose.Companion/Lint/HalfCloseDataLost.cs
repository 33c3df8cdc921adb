using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The peer still sent data after our full close.</summary>
public sealed class HalfCloseDataLost : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "half-close-data-lost";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (connection.Steps.Any(s => s.Cause is TransitionCause.DataAfterClose or TransitionCause.UnreadData))
        {
            string text = "data of the peer was lost: Close instead of a half-close, or Close before everything was read";
            yield return Find(connection, Severity.Warning, text, "RFC 9293 3.6.1");
        }
    }
}
