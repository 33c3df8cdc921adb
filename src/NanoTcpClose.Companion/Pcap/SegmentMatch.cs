// A segment that went out twice and was captured once matches the copy that is nearer in time, so the lost one shows as
// lost.
// The two clocks differ: the median difference of the segments that exist once on both sides is taken off first.

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>Finds the segments of a board's trace in a capture.</summary>
internal sealed class SegmentMatch
{
    private const long FarMicros = 30_000_000;

    private readonly Dictionary<TracedSegment, int> _found = [];

    internal SegmentMatch(PacketCapture capture, IReadOnlyList<TracedSegment> segments)
    {
        Dictionary<SegmentKey, List<int>> captured = [];
        for (int k = 0; k < capture.Entries.Count; k++)
        {
            if (capture.Entries[k].Head is PacketHead head)
            {
                Bucket(captured, SegmentKey.Of(head, head.Seq)).Add(k);
            }
        }

        Dictionary<SegmentKey, List<TracedSegment>> traced = [];
        foreach (TracedSegment segment in segments)
        {
            Bucket(traced, SegmentKey.Of(segment, segment.Seq)).Add(segment);
        }

        OffsetMicros = Offset(capture, captured, traced);
        foreach ((SegmentKey key, List<TracedSegment> sent) in traced)
        {
            if (captured.TryGetValue(key, out List<int>? places))
            {
                Pair(capture, places, sent);
            }
        }
    }

    /// <summary>Clock of the capture less clock of the board's trace, in microseconds.</summary>
    internal long OffsetMicros { get; }

    /// <summary>How many segments were found.</summary>
    internal int Count => _found.Count;

    /// <summary>Place of a segment in the capture; null when it is not there.</summary>
    internal int? PlaceOf(TracedSegment segment)
    {
        return _found.TryGetValue(segment, out int place) ? place : null;
    }

    /// <summary>Microseconds since 1970 by the board's trace.</summary>
    internal static long Micros(TracedSegment segment)
    {
        return (segment.Time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;
    }

    private static List<T> Bucket<T>(Dictionary<SegmentKey, List<T>> buckets, SegmentKey key)
    {
        if (!buckets.TryGetValue(key, out List<T>? bucket))
        {
            bucket = [];
            buckets.Add(key, bucket);
        }

        return bucket;
    }

    private static long Offset(
        PacketCapture capture,
        Dictionary<SegmentKey, List<int>> captured,
        Dictionary<SegmentKey, List<TracedSegment>> traced)
    {
        long[] differences =
        [
            .. traced.Where(t => t.Value.Count == 1 && captured.TryGetValue(t.Key, out List<int>? c) && c.Count == 1)
                .Select(t => capture.Entries[captured[t.Key][0]].Micros!.Value - Micros(t.Value[0]))
                .Order(),
        ];
        return differences.Length == 0 ? 0 : differences[differences.Length / 2];
    }

    private void Pair(PacketCapture capture, List<int> places, List<TracedSegment> sent)
    {
        List<(long Apart, TracedSegment Segment, int Place)> pairs =
        [
            .. from segment in sent
               from place in places
               let apart = Math.Abs(capture.Entries[place].Micros!.Value - OffsetMicros - Micros(segment))
               where apart < FarMicros
               orderby apart
               select (apart, segment, place),
        ];
        HashSet<int> taken = [];
        foreach ((_, TracedSegment segment, int place) in pairs)
        {
            if (!_found.ContainsKey(segment) && taken.Add(place))
            {
                _found.Add(segment, place);
            }
        }
    }
}
