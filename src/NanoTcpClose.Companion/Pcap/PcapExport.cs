using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>Writes a board's trace as pcapng, alone or into a capture of the same time.</summary>
public static class PcapExport
{
    private const string OnlyTraced = "in the board's trace only: lost on the way, or not captured";

    /// <summary>The segments of a log in the order of time.</summary>
    public static IReadOnlyList<TracedSegment> Segments(BoardLog log)
    {
        return [.. log.Connections.SelectMany(SegmentStory.Of).OrderBy(s => s.Time)];
    }

    /// <summary>One section with one interface, the board.</summary>
    public static void Write(Stream stream, IReadOnlyList<TracedSegment> segments, string application, string source)
    {
        BlockWriter blocks = new(stream, bigEndian: false);
        string comment = "segments as a board traced them, payload not recorded; from " + source;
        blocks.Write(blocks.Section(application, comment));
        blocks.Write(blocks.Interface("board", "the board's own trace"));
        foreach (TracedSegment segment in segments)
        {
            blocks.Write(Packet(blocks, segment, 0, SegmentMatch.Micros(segment), segment.Comments));
        }
    }

    /// <summary>
    /// The capture with the board's state changes as comments on its packets; segments that it lacks are added as
    /// packets of an
    /// interface of their own. Returns how many were found and by how much the clocks differ, in microseconds.
    /// </summary>
    internal static (int Found, long OffsetMicros) Merge(
        Stream stream, IReadOnlyList<TracedSegment> segments, PacketCapture capture)
    {
        SegmentMatch match = new(capture, segments);
        ILookup<int, TracedSegment> found = segments.Where(s => match.PlaceOf(s) is not null)
            .ToLookup(s => match.PlaceOf(s)!.Value);
        Queue<TracedSegment> missing = new(segments.Where(s => match.PlaceOf(s) is null));
        BlockWriter blocks = new(stream, capture.BigEndian);
        blocks.Write(capture.Section);
        capture.Interfaces.ForEach(blocks.Write);
        int board = capture.Interfaces.Count;
        blocks.Write(blocks.Interface("board", "segments that only the board's own trace has"));
        for (int k = 0; k < capture.Entries.Count; k++)
        {
            CaptureEntry entry = capture.Entries[k];
            while (entry.Micros is long time && missing.TryPeek(out TracedSegment? next)
                && SegmentMatch.Micros(next) + match.OffsetMicros <= time)
            {
                Missing(blocks, missing.Dequeue(), board, match.OffsetMicros);
            }

            TracedSegment? same = found[k].FirstOrDefault();
            blocks.Write(same is null ? entry.Block : blocks.WithComments(entry.Block, same.Comments));
        }

        while (missing.TryDequeue(out TracedSegment? rest))
        {
            Missing(blocks, rest, board, match.OffsetMicros);
        }

        return (match.Count, match.OffsetMicros);
    }

    private static void Missing(BlockWriter blocks, TracedSegment segment, int board, long offset)
    {
        blocks.Write(Packet(
            blocks, segment, board, SegmentMatch.Micros(segment) + offset, [OnlyTraced, .. segment.Comments]));
    }

    private static CaptureBlock Packet(
        BlockWriter blocks, TracedSegment segment, int board, long micros, IReadOnlyList<string> comments)
    {
        byte[] bytes = PacketBytes.Build(segment);
        return blocks.Packet(board, micros, bytes, bytes.Length + segment.Length, segment.Outbound, comments);
    }
}
