using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>Our FIN had to be sent again.</summary>
public sealed class FinRetransmitted : ConnectionLinter
{
    private static readonly TcpState[] s_sending = [TcpState.FinWait1, TcpState.Closing, TcpState.LastAck];

    /// <inheritdoc/>
    public override string Name => "fin-retransmitted";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Note;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        int count = FinFacts.Of(connection).Retransmitted;
        if (count > 0)
        {
            Severity severity = count > 2 ? Severity.Warning : Severity.Note;
            bool all = Unseen.Of(connection).All(g => g.Among(s_sending).Count == 0);
            yield return Sure(connection, severity, Text(count, all), "RFC 9293 3.8.1");
        }
    }

    // The transition that leaves such a state tells how often; only where that is missing nothing is known.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Whole ? [] : [.. gap.Among(s_sending).Where(s => !connection.Steps.Any(step => step.From == s))];
    }

    private static string Text(int count, bool all)
    {
        string times = count.ToString(CultureInfo.InvariantCulture) + (count == 1 ? " time" : " times");
        return "our FIN was sent again " + (all ? "" : "at least ") + times;
    }
}
