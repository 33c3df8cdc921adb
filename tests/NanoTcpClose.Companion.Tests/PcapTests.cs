using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Pcap;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>The pcapng export, read back by tshark.</summary>
public sealed class PcapTests : IDisposable
{
    private static readonly TimeSpan s_clockError = TimeSpan.FromMilliseconds(5000);
    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Should_Be_Read_By_Tshark_With_States_As_Comments()
    {
        string file = In("demo.pcapng");
        Cli run = new(null, "pcap", Samples.Demo, "-o", file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal("", run.Out);
        Assert.Equal("--- 51 segments of 7 connections written to " + file + "\n", run.Err);
        string[][] packets = Tshark.Fields(file, "tcp.stream", "tcp.len", "tcp.checksum.status", "frame.comment");
        Assert.Equal(51, packets.Length);
        Assert.Equal(7, packets.Select(p => p[0]).Distinct().Count());
        Assert.All(packets, p => Assert.Equal(p[1] == "0" ? "1" : "2", p[2]));
        string comments = string.Join('\n', packets.Select(p => p[3]));
        Assert.Contains("board: FIN-WAIT-1 -> CLOSING, peer's FIN", comments);
        int steps = Samples.DemoLog().Connections.Sum(c => c.Steps.Count);
        Assert.Equal(steps, comments.Split("board: ").Length - 1);
    }

    [Fact]
    public void Should_Count_TimeWait_Segments_From_The_Numbers_Before()
    {
        string file = In("demo.pcapng");
        Assert.Equal(ExitCode.Ok, new Cli(null, "pcap", Samples.Demo, "-o", file).Code);
        string[][] repeated = [.. Tshark
            .Fields(file, "tcp.analysis.retransmission", "tcp.flags.fin", "tcp.seq", "tcp.ack")
            .Where(p => p[0] == "1")];
        string[] again = Assert.Single(repeated);
        Assert.Equal(["1", "1", "1", "2"], again);
    }

    [Fact]
    public void Should_Mark_Segments_That_Only_Transitions_Imply()
    {
        string log = new Captures().Hello().Open(1)
            .Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10).Step(1, S.SynSent, S.Established, C.SynAcked, 12)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 100).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 110)
            .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 120).Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1120)
            .FileIn(_folder);
        string file = In("implied.pcapng");
        Cli run = new(null, "pcap", log, "-o", file);
        Assert.Contains("7 of them are implied by state changes", run.Err);
        string[][] packets = Tshark.Fields(
            file, "tcp.flags.syn", "tcp.flags.fin", "tcp.seq", "tcp.ack", "frame.comment");
        Assert.Equal(["10", "10", "00", "01", "00", "01", "00"], packets.Select(p => Bit(p[0]) + Bit(p[1])));
        Assert.Equal(["0 0", "0 1", "1 1", "1 1", "1 2", "1 2", "2 2"], packets.Select(p => p[2] + " " + p[3]));
        Assert.All(packets, p => Assert.Contains("implied by the board's state change", p[4]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_Put_States_Into_A_Capture_And_Add_What_It_Lacks(bool classic)
    {
        IReadOnlyList<TracedSegment> segments = PcapExport.Segments(Samples.DemoLog());
        TracedSegment lost = segments.First(
            s => s.Connection.Serial == 6 && s.Flags == 16 && s.Outbound && s.AtMs > 4200);
        string other = In("other");
        File.WriteAllBytes(other, classic ? Classic(segments, lost) : Modern(segments, lost));
        string file = In("both.pcapng");
        Cli run = new(null, "pcap", Samples.Demo, "-o", file, "--merge", other);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("--- 50 of 51 segments found in other; its clock is +5000.0 ms from the board's\n", run.Err);
        string[][] packets = Tshark.Fields(
            file, "frame.interface_id", "tcp.dstport", "frame.comment", "frame.time_delta");
        Assert.Equal(52, packets.Length);
        string[] added = Assert.Single(packets, p => p[0] == "1");
        Assert.StartsWith("in the board's trace only: lost on the way, or not captured", added[2]);
        Assert.Equal("5006", added[1]);
        Assert.Single(packets, p => p[1] == "53" && p[2].Length == 0);
        Assert.Contains(packets, p => p[0] == "0" && p[2].Contains("-> FIN-WAIT-2", StringComparison.Ordinal));
        Assert.All(packets, p => Assert.False(p[3].StartsWith('-'), "the packets are in the order of time"));
    }

    [Theory]
    [InlineData("", "other is no packet capture: --merge takes a pcapng or pcap file")]
    [InlineData("0A0D0D0A1C0000004D3C2B1A01000000FFFFFFFFFFFFFFFF1C00000006000000", "")]
    [InlineData(
        "0A0D0D0A1C0000004D3C2B1A01000000FFFFFFFFFFFFFFFF1C00000006000000FF0000000000000000000000",
        "other is damaged")]
    public void Should_Say_What_Is_Wrong_With_A_Foreign_Capture(string hex, string message)
    {
        string other = In("other");
        File.WriteAllBytes(other, Convert.FromHexString(hex));
        Cli run = new(null, "pcap", Samples.Demo, "-o", In("out.pcapng"), "--merge", other);
        Assert.Equal(message.Length == 0 ? ExitCode.Ok : ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Err);
        bool written = File.Exists(In("out.pcapng"));
        Assert.True(message.Length == 0 || !written, "nothing is written when the input is wrong");
    }

    private static string Bit(string flag)
    {
        return flag is "1" or "True" ? "1" : "0";
    }

    // Ethernet frames of all segments but the lost one, by a clock of its own, with a packet of another connection.
    private static byte[] Classic(IReadOnlyList<TracedSegment> segments, TracedSegment lost)
    {
        MemoryStream file = new();
        file.Write(Convert.FromHexString("D4C3B2A1020004000000000000000000FFFF000001000000"));
        foreach ((long micros, byte[] packet, int whole) in Packets(segments, lost))
        {
            byte[] frame = [.. new byte[12], 8, 0, .. packet];
            byte[] head = new byte[16];
            BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)(micros / 1_000_000));
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), (uint)(micros % 1_000_000));
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), (uint)frame.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)(14 + whole));
            file.Write(head);
            file.Write(frame);
        }

        return file.ToArray();
    }

    private static byte[] Modern(IReadOnlyList<TracedSegment> segments, TracedSegment lost)
    {
        MemoryStream file = new();
        BlockWriter blocks = new(file, bigEndian: true);
        blocks.Write(blocks.Section("test", "another tool"));
        blocks.Write(blocks.Interface("tun0", "test"));
        foreach ((long micros, byte[] packet, int whole) in Packets(segments, lost))
        {
            blocks.Write(blocks.Packet(0, micros, packet, whole, null, []));
        }

        return file.ToArray();
    }

    private static IEnumerable<(long Micros, byte[] Packet, int Whole)> Packets(
        IReadOnlyList<TracedSegment> segments, TracedSegment lost)
    {
        bool first = true;
        foreach (TracedSegment segment in segments.Where(s => s != lost))
        {
            byte[] packet = PacketBytes.Build(segment);
            long micros = SegmentMatch.Micros(segment) + (long)s_clockError.TotalMicroseconds;
            yield return (micros, packet, packet.Length + segment.Length);
            if (first)
            {
                byte[] foreign = [.. packet];
                foreign[23] = 53;
                foreign[22] = 0;
                yield return (micros, foreign, foreign.Length);
                first = false;
            }
        }
    }

    private string In(string name)
    {
        return Path.Combine(_folder, name);
    }
}
