using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>Our FIN had to be sent again.</summary>
public sealed class FinRetransmitted : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "fin-retransmitted";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        int count = FinFacts.Of(connection).Retransmitted;
        if (count > 0)
        {
            Severity severity = count > 2 ? Severity.Warning : Severity.Note;
            yield return Find(connection, severity, Text(count), "RFC 9293 3.8.1");
        }
    }

    private static string Text(int count)
    {
        string times = count == 1 ? " time" : " times";
        return "our FIN was sent again " + count.ToString(CultureInfo.InvariantCulture) + times;
    }
}
