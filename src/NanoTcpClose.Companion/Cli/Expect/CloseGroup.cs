using System;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>Some kinds of close under one word.</summary>
/// <param name="Name">The word.</param>
/// <param name="Kinds">The kinds; none: every kind.</param>
internal sealed record CloseGroup(string Name, params CloseKind[] Kinds)
{
    private static readonly CloseGroup[] s_all =
    [
        new("active", CloseKind.FourWay, CloseKind.ThreeSegment, CloseKind.Simultaneous, CloseKind.HalfClose),
        new("passive", CloseKind.Passive),
        new("four-way", CloseKind.FourWay),
        new("three-segment", CloseKind.ThreeSegment),
        new("simultaneous", CloseKind.Simultaneous),
        new("half-close", CloseKind.HalfClose),
        new("reset", CloseKind.Reset),
        new("abort", CloseKind.Abort, CloseKind.ResetForData),
        new("timeout", CloseKind.Timeout),
        new("refused", CloseKind.Refused),
        new("evicted", CloseKind.Evicted),
    ];

    internal static CloseGroup Any { get; } = new("");

    internal static CloseGroup? Find(string word)
    {
        return Array.Find(s_all, g => g.Name.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether a connection belongs to it. One that is not through yet belongs by the side that closed first.
    /// </summary>
    internal bool Has(ConnectionModel connection)
    {
        CloseKind kind = Classifier.Classify(connection);
        if (kind == CloseKind.Open)
        {
            return false;
        }

        bool first = connection.Steps.Any(s => s.To == TcpState.FinWait1);
        return Kinds.Length == 0 || Kinds.Contains(kind)
            || (kind == CloseKind.Unfinished && (Name == "active" ? first : Name == "passive" && !first));
    }
}
