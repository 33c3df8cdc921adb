using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A user's limit on the time in a state or of a whole close.</summary>
internal sealed class TimeLimit : ConnectionLinter
{
    private readonly TcpState? _state;
    private readonly double _limitMs;
    private readonly Severity _severity;

    internal TimeLimit(TcpState? state, double limitMs, Severity severity)
    {
        _state = state;
        _limitMs = limitMs;
        _severity = severity;
    }

    /// <inheritdoc/>
    public override string Name => "max " + What;

    /// <inheritdoc/>
    protected override Severity Weight => _severity;

    private string What => _state is TcpState state ? Names.State(state) : "close";

    // A time between two transitions that were both seen is sure, whatever is missing between them.
    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (Took(connection) is double took && took > _limitMs)
        {
            string text = What + " took " + Durations.Text(took) + ", the limit is " + Durations.Text(_limitMs);
            yield return Unless(Doubts(connection), connection, _severity, text, "");
        }
    }

    // Of a time that is not known, or that went on among missing records.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Whole ? [] : _state is TcpState state ? gap.Among(state) : gap.States;
    }

    // A stay ends with a record of its own; one that still lasts may have ended among the missing.
    private int Doubts(ConnectionModel connection)
    {
        bool past = _state is TcpState state ? connection.StayedMs(state) > _limitMs
            : !connection.Steps.Any(s => s.Broken);
        return past ? 0 : Unseen.Of(connection).Where(g => !g.Whole).Sum(g => g.Missing);
    }

    // A state that still lasts counts up to the last record: it is at least that long.
    private double? Took(ConnectionModel connection)
    {
        if (_state is not TcpState state)
        {
            return Durations.CloseMs(connection);
        }

        bool lasts = connection.State == state && connection.EnteredMs is not null;
        double? now = lasts ? connection.Epoch.LastMs - connection.EnteredMs : null;
        double? past = connection.StayedMs(state);
        return now is null ? past : now + (past ?? 0);
    }
}
