// Invariant: every method is in exactly one part, so the parts add up to the whole.

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Sizes.Budget;

/// <summary>What one path cost: executed IL instructions and calls, by part of the code.</summary>
public sealed class PathCost
{
    private static readonly string[] s_checksum = ["SegmentCodec.Sum", "SegmentCodec.Fold", "SegmentCodec.Halves"];

    /// <summary>Copies the counts of this moment.</summary>
    public PathCost(string name, IReadOnlyList<string> methods, long[] counts)
    {
        Name = name;
        Methods = methods.Select((method, k) => new MethodCost(method, counts[k * 2], counts[(k * 2) + 1]))
            .Where(cost => cost.Calls > 0)
            .ToList();
    }

    public string Name { get; }

    public IReadOnlyList<MethodCost> Methods { get; }

    public long Instructions => Methods.Sum(cost => cost.Instructions);

    public long Calls => Methods.Sum(cost => cost.Calls);

    public long Checksum => Methods.Where(cost => IsChecksum(cost.Method)).Sum(cost => cost.Instructions);

    public long Codec => Part("SegmentCodec.") - Checksum;

    public long Trace => Part("TraceRing.") + Part("TraceWords.");

    public long Engine => Instructions - Checksum - Codec - Trace;

    /// <summary>Gets what the aim of a segment speaks of.</summary>
    public long WithoutChecksum => Instructions - Checksum;

    private long Part(string type)
    {
        return Methods.Where(cost => cost.Method.StartsWith(type, StringComparison.Ordinal)).Sum(cost => cost.Instructions);
    }

    private static bool IsChecksum(string method)
    {
        return Array.IndexOf(s_checksum, method) >= 0;
    }
}
