using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>Both sides closed at once.</summary>
public sealed class SimultaneousClose : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "simultaneous-close";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Note;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (Classifier.Classify(connection) == CloseKind.Simultaneous)
        {
            Step crossed = connection.Steps.First(s => s.To == TcpState.Closing || s.From == TcpState.Closing);
            const string Text = "the FINs crossed; both sides may wait 2MSL";
            yield return At(crossed, connection, Severity.Note, Text, "RFC 9293 3.6 case 3");
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        bool seen = connection.Steps.Any(s => s.To == TcpState.Closing || s.From == TcpState.Closing);
        return gap.Whole || seen ? [] : gap.Among(TcpState.Closing);
    }
}
