using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>All fields of the filter language.</summary>
internal static class FilterFields
{
    private static readonly string[] s_states = [.. Enum.GetValues<TcpState>().Where(s => s != 0).Select(Names.State)];

    private static readonly IFilterField[] s_all =
    [
        new WordField("state", "TIME-WAIT", States, s_states),
        new WordField("from", "FIN-WAIT-2", s => [s.Step is null ? null : Names.State(s.Step.From)], s_states),
        new WordField("to", "TIME-WAIT", s => [s.Step is null ? null : Names.State(s.Step.To)], s_states),
        new WordField("cause", "fin-received", s => [s.Step is null ? null : Names.Cause(s.Step.Cause)],
            [.. Enum.GetValues<TransitionCause>().Select(Names.Cause)]),
        new WordField("kind", "reset", s => [Kind(s)], [.. Enum.GetValues<CloseKind>().Select(Word)]),
        new WordField("type", "transition", s => [s.Event?.Kind.ToString().ToLowerInvariant()],
            [.. Enum.GetValues<LogEventKind>().Select(k => k.ToString().ToLowerInvariant())]),
        new WordField("conn", "1.3", s => [s.Connection?.Id]),
        new WordField("note", "close-wait-leak",
            s => [s.Event?.Kind == LogEventKind.Note ? Names.Event(s.Event.What) : null]),
        new WordField("flags", "FIN",
            s => s.Event?.Kind == LogEventKind.Segment ? Names.SegmentFlags(s.Event.SegmentFlags).Split(',') : []),
        new WordField("board", "24587CAABBCC", s => [s.Connection?.Epoch.Identity?.DeviceId]),
        new AddressField("remote", s => Remote(s.Connection)),
        new AddressField("local", s => Local(s.Connection)),
        new AddressField("addr", s => Remote(s.Connection).Concat(Local(s.Connection))),
        new NumberField("dwell", true, s => s.DwellMs),
        new NumberField("took", true, s => s.Connection is null ? null : Durations.CloseMs(s.Connection)),
        new NumberField("rx", false, s => s.Step?.Event.Retransmissions),
        new NumberField("len", false, s => s.Event?.Kind == LogEventKind.Segment ? s.Event.Length : null),
        new NumberField("epoch", false, s => s.Connection?.Epoch.Number),
        new NumberField("missing", false, s => s.Connection?.MissingRecords),
    ];

    internal static IEnumerable<IFilterField> All => s_all;

    internal static IFilterField? Find(string name)
    {
        return Array.Find(s_all, f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    internal static string List()
    {
        return string.Join(", ", s_all.Select(f => f.Name));
    }

    // The state of a transition is the one left and the one entered; from and to tell them apart.
    private static IEnumerable<string?> States(FilterSubject subject)
    {
        if (subject.Connection is null)
        {
            return [];
        }

        return subject.Event is not null && subject.Step is not null
            ? [Names.State(subject.Step.From), Names.State(subject.Step.To)]
            : [Names.State(subject.Connection.State)];
    }

    private static string? Kind(FilterSubject subject)
    {
        return subject.Connection is null ? null : Word(Classifier.Classify(subject.Connection));
    }

    // "four-way active" is four-way-active here, for a value is one word.
    private static string Word(CloseKind kind)
    {
        return CloseKinds.Name(kind).Replace(' ', '-');
    }

    private static IEnumerable<(uint Address, int Port)> Remote(ConnectionModel? connection)
    {
        return connection?.Opening is LogEvent open ? [(open.RemoteAddress, open.RemotePort)] : [];
    }

    private static IEnumerable<(uint Address, int Port)> Local(ConnectionModel? connection)
    {
        return connection?.Opening is LogEvent open ? [(open.LocalAddress, open.LocalPort)] : [];
    }
}
