using System.Collections.Generic;

namespace NanoTcpClose.Companion.Model;

/// <summary>What is kept of connections that are no longer kept: how many closed in which way.</summary>
public sealed class CloseTally
{
    private readonly SortedDictionary<CloseKind, int> _kinds = [];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>By kind of close.</summary>
    public IReadOnlyDictionary<CloseKind, int> Kinds => _kinds;

    internal void Add(ConnectionModel connection)
    {
        CloseKind kind = Classifier.Classify(connection);
        Count++;
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
    }

    internal void Add(CloseTally other)
    {
        Count += other.Count;
        foreach (KeyValuePair<CloseKind, int> pair in other._kinds)
        {
            _kinds[pair.Key] = _kinds.GetValueOrDefault(pair.Key) + pair.Value;
        }
    }
}
