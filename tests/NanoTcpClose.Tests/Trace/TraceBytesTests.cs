using System;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace NanoTcpClose.Tests.Trace;

/// <summary>Every byte of every record: bodies in the binary skin, lines in the text skin, drops, wraps.</summary>
public sealed class TraceBytesTests
{
    private delegate void Birth(TraceRing ring);

    public static TheoryData<string, string> Records => new()
    {
        { "transition", "11 0000 04030201 2211 67 08 31" },
        { "transition of a long serial", "11 0000 04030201 FFFF FE FF FF" },
        { "open", "12 0000 04030201 2211 010200C0 8813 016433C6 591B 01 44332211 88776655" },
        { "passive open", "12 0000 04030201 0100 00000000 FFFF FFFFFFFF 0100 00 00000000 FFFFFFFF" },
        { "segment out", "13 0000 04030201 2211 91 44332211 88776655 6655 8877" },
        { "segment in", "13 0000 04030201 FFFF 7F FFFFFFFF FFFFFFFF FFFF FFFF" },
        { "timer", "14 0000 04030201 2211 05 44332211" },
        { "fault", "16 0000 04030201 05 2211" },
        { "note", "18 0000 04030201 2211 07 44332211" },
        { "note of all ones", "18 0000 04030201 FFFF FF FFFFFFFF" },
        {
            "hello", "10 0000 04030201 4E5443 44332211 A1A2A3A4A5A6 401F0000 3143544E 88776655 0201 0403 D4D40100 21"
        },
        {
            "stats",
            "17 0000 04030201 02 44332211 FFFFFFFF "
                + "0000 0100 0200 0300 0400 0500 0600 0700 0800 0900 0A00 0B01 2211 4433"
        },
        {
            "stats of few states",
            "17 0000 04030201 00 0000 0000 2211 0000 0000 0000 0000 0000 0000 0000 0000 0000 0100 0200"
        },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Body_IsByteForByteThis(string name, string expected)
    {
        TraceRing ring = new(256);
        Bear(ring, name);
        Assert.Equal(expected.Replace(" ", ""), Bodies(ring)[0]);
        Assert.True(ring.IsEmpty);
    }

    [Theory]
    [InlineData("transition", "~NTC1 T 0000 16909060 4386 FIN-WAIT-1>FIN-WAIT-2 fin-acked rx=1 inf unc")]
    [InlineData("plain transition", "~NTC1 T 0000 0 7 SYN-SENT>SYN-RECEIVED passive-open")]
    [InlineData("fault", "~NTC1 F 0000 16909060 BSIR")]
    [InlineData("note", "~NTC1 N 0000 16909060 IhEHRDMiEQ")]
    [InlineData("timer", "~NTC1 K 0000 16909060 IhEFRDMiEQ")]
    [InlineData("note of all ones", "~NTC1 N 0000 16909060 /////////w")]
    [InlineData("segment out", "~NTC1 S 0000 16909060 IhGRRDMiEYh3ZlVmVYh3")]
    [InlineData("open", "~NTC1 O 0000 16909060 IhEBAgDAiBMBZDPGWRsBRDMiEYh3ZlU")]
    [InlineData("hello", "~NTC1 H 0000 16909060 TlRDRDMiEaGio6SlpkAfAAAxQ1ROiHdmVQIBBAPU1AEAIQ")]
    [InlineData("stats", "~NTC1 X 0000 16909060 AAAAAQACAAMABAAFAAYABwAIAAkACgALASIRRDM")]
    public void Line_IsCharacterForCharacterThis(string name, string expected)
    {
        TraceRing ring = new(256);
        Bear(ring, name);
        byte[] line = new byte[200];
        string text = Encoding.ASCII.GetString(line, 0, ring.Drain(line, 200, true));
        Assert.Equal(expected, text[..^6]);
        Assert.Equal($"*{Crc(Encoding.ASCII.GetBytes(text[5..^6])):X4}\n", text[^6..]);
    }

    [Theory]
    [InlineData(0u, "0")]
    [InlineData(9u, "9")]
    [InlineData(10u, "10")]
    [InlineData(99u, "99")]
    [InlineData(100u, "100")]
    [InlineData(1_000_000_000u, "1000000000")]
    [InlineData(uint.MaxValue, "4294967295")]
    public void Line_NumbersAreDecimal(uint tick, string expected)
    {
        TraceRing ring = new(256);
        ring.Transition(1, 1, 3, 1, 0, tick);
        byte[] line = new byte[200];
        string text = Encoding.ASCII.GetString(line, 0, ring.Drain(line, 200, true));
        Assert.StartsWith($"~NTC1 T 0000 {expected} 1 CLOSED>SYN-SENT active-open*", text);
    }

    [Fact]
    public void Line_WordsOfUnknownNumbers_AreTheFirst()
    {
        TraceRing ring = new(256);
        ring.Transition(1, 12, 15, 200, 0, 1);
        byte[] line = new byte[200];
        string text = Encoding.ASCII.GetString(line, 0, ring.Drain(line, 200, true));
        Assert.StartsWith("~NTC1 T 0000 1 1 ?>? none*", text);
    }

    [Fact]
    public void Line_ThatWordsWouldMakeTooLong_HasItsFieldsInBase64()
    {
        // The longest words and the longest numbers, one character less and one more than the line holds.
        TraceRing ring = new(256);
        ring.Transition(65535, 4, 5, 13, 0x30, 4_000_000_000);
        ring.Transition(655, 4, 5, 13, 0x10, 4_000_000_000);
        byte[] line = new byte[400];
        string[] lines = Encoding.ASCII.GetString(line, 0, ring.Drain(line, 400, true)).Split('\n');
        Assert.Equal("~NTC1 T 0000 4000000000 //9FDTA", lines[0][..^5]);
        Assert.Equal("~NTC1 T 0001 4000000000 655 SYN-RECEIVED>ESTABLISHED fin-wait-2-timeout inf", lines[1][..^5]);
        Assert.Equal(80, lines[1].Length);
    }

    [Fact]
    public void FullRing_DropRecordHasTheNumberAndTimeOfTheLastThatWent()
    {
        TraceRing ring = new(256);
        for (int k = 0; k < 20; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)(1000 + k));
        }

        List<string> bodies = Bodies(ring);
        Assert.Equal("15" + "0300" + "EB030000" + "04000000" + "01", bodies[0]);
        Assert.Equal(17, bodies.Count);
        for (int k = 4; k < 20; k++)
        {
            Assert.StartsWith($"11{k:X2}00{(byte)(1000 + k):X2}030000{k:X2}00", bodies[k - 3]);
        }

        Assert.Equal((20u, 4u), (ring.RecordsBorn, ring.RecordsDropped));

        // What was told is not told again.
        ring.Note(1, 2, 3, 4);
        Assert.Equal("1814000400000001000203000000", Assert.Single(Bodies(ring)));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(260)]
    [InlineData(264)]
    [InlineData(268)]
    [InlineData(300)]
    [InlineData(1023)]
    public void MixedRecords_OverManyWraps_ComeOutWholeAndInOrder(int bytes)
    {
        string[] names = ["transition", "open", "segment out", "fault", "note", "stats", "hello", "timer"];
        TraceRing ring = new(bytes);
        Random random = new(bytes);
        Queue<string> expected = new();
        int sequence = 0;
        uint dropped = 0;
        for (int step = 0; step < 1500; step++)
        {
            string name = names[random.Next(names.Length)];
            Bear(ring, name);
            TraceRing alone = new(256);
            Bear(alone, name);
            string body = Bodies(alone)[0];
            expected.Enqueue($"{body[..2]}{(byte)sequence:X2}{(byte)(sequence >> 8):X2}{body[6..]}");
            sequence = (sequence + 1) & 0xFFFF;
            for (; dropped < ring.RecordsDropped; dropped++)
            {
                expected.Dequeue();
            }

            if (random.Next(3) == 0)
            {
                foreach (string got in Bodies(ring))
                {
                    if (got[..2] != "15")
                    {
                        Assert.Equal(expected.Dequeue(), got);
                    }
                }

                Assert.Empty(expected);
                Assert.True(ring.IsEmpty);
            }
        }

        Assert.Equal(1500u, ring.RecordsBorn);
    }

    [Fact]
    public void SequenceNumbers_WrapAt65536()
    {
        TraceRing ring = new(256);
        for (int k = 0; k < 65535; k++)
        {
            ring.Fault(0, 0, 0);
            ring.Drain(new byte[20], 20, false);
        }

        ring.Fault(0, 0, 0);
        ring.Fault(0, 0, 0);
        Assert.Equal(["16FFFF00000000000000", "16000000000000000000"], Bodies(ring));
    }

    [Fact]
    public void Drain_StaysWithinTheBufferToo()
    {
        TraceRing ring = new(256);
        ring.Transition(1, 6, 7, 8, 0, 1);
        Assert.Equal(0, ring.Drain(new byte[16], 1000, false));
        Assert.Equal(17, ring.Drain(new byte[17], 1000, false));
        ring.Transition(1, 6, 7, 8, 0, 1);
        Assert.Equal(0, ring.Drain(new byte[111], 1000, true));
        Assert.NotEqual(0, ring.Drain(new byte[112], 1000, true));
    }

    private static void Bear(TraceRing ring, string name)
    {
        const uint Tick = 0x01020304;
        switch (name)
        {
            case "transition": ring.Transition(0x51122, 6, 7, 8, 0x31, Tick); break;
            case "plain transition": ring.Transition(7, 3, 4, 2, 0, 0); break;
            case "transition of a long serial": ring.Transition(-1, 15, 14, 255, 255, Tick); break;
            case "open":
                ring.Open(0x1122, 0xC0000201, 5000, 0xC6336401, 7001, true, 0x11223344, 0x55667788, Tick);
                break;
            case "passive open": ring.Open(1, 0, 65535, ~0u, 1, false, 0, ~0u, Tick); break;
            case "segment out": ring.Segment(0x1122, true, 0x11, 0x11223344, 0x55667788, 0x5566, 0x7788, Tick); break;
            case "segment in": ring.Segment(-1, false, 0xFF, ~0u, ~0u, 65535, 65535, Tick); break;
            case "timer": ring.Timer(0x1122, 5, 0x11223344, Tick); break;
            case "fault": ring.Fault(0x105, 0x1122, Tick); break;
            case "note": ring.Note(0x1122, 7, 0x11223344, Tick); break;
            case "note of all ones": ring.Note(-1, 255, -1, Tick); break;
            case "hello":
                ring.Hello(
                    new TraceIdentity
                    {
                        BootId = 0x11223344,
                        DeviceId = [0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6],
                        BuildId = 0x55667788,
                        Connections = 0x102,
                        TimeWaitEntries = 0x304,
                        TimeWaitMs = 120_020,
                        RoleAndProfile = 0x21,
                    },
                    Tick);
                break;
            case "stats":
                ring.Stats([0x11223344, ~0u], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x10B], 0x1122, 0x3344, Tick);
                break;
            case "stats of few states": ring.Stats([], [0, 0, 0x1122], 1, 2, Tick); break;
            default: throw new ArgumentException(name);
        }
    }

    /// <summary>Undoes the frames; the check of each must hold.</summary>
    private static List<string> Bodies(TraceRing ring)
    {
        byte[] line = new byte[4096];
        int length = ring.Drain(line, line.Length, false);
        List<string> bodies = [];
        Assert.True(length == 0 || (line[0] == 0 && line[length - 1] == 0));
        for (int at = 1; at < length; at++)
        {
            List<byte> body = [];
            while (line[at] != 0)
            {
                int code = line[at++];
                for (int k = 1; k < code; k++)
                {
                    body.Add(line[at++]);
                }

                if (line[at] != 0)
                {
                    body.Add(0);
                }
            }

            byte[] all = [.. body];
            int crc = Crc(all.AsSpan(0, all.Length - 2));
            Assert.Equal((crc & 0xFF, crc >> 8), ((int)all[^2], (int)all[^1]));
            bodies.Add(Convert.ToHexString(all, 0, all.Length - 2));
        }

        return bodies;
    }

    private static int Crc(ReadOnlySpan<byte> data)
    {
        int crc = 0xFFFF;
        foreach (byte value in data)
        {
            crc ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }

        return crc;
    }
}
