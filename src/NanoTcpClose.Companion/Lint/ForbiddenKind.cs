using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A kind of close that a user does not allow.</summary>
internal sealed class ForbiddenKind : ConnectionLinter
{
    // These follow from a transition that was seen; the others also from what was not.
    private static readonly CloseKind[] s_inferred =
        [CloseKind.Open, CloseKind.Unfinished, CloseKind.FourWay, CloseKind.HalfClose, CloseKind.Unknown];

    private readonly CloseKind _kind;
    private readonly Severity _severity;

    internal ForbiddenKind(CloseKind kind, Severity severity)
    {
        _kind = kind;
        _severity = severity;
    }

    /// <inheritdoc/>
    public override string Name => "forbid " + CloseKinds.Name(_kind);

    /// <inheritdoc/>
    protected override Severity Weight => _severity;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (Classifier.Classify(connection) == _kind)
        {
            int missing = s_inferred.Contains(_kind)
                ? Unseen.Of(connection).Where(g => !g.Whole).Sum(g => g.Missing) : 0;
            string text = "closed as " + CloseKinds.Name(_kind) + ", which the rules forbid";
            yield return Unless(missing, connection, _severity, text, CloseKinds.Clause(_kind));
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        bool settled = connection.Ended && !s_inferred.Contains(Classifier.Classify(connection));
        return gap.Whole || settled ? [] : gap.States;
    }
}
