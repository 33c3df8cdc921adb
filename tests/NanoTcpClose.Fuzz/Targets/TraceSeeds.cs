using System;
using System.Collections.Generic;
using System.Text;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>Valid log lines, as the device's own ring writes them.</summary>
internal static class TraceSeeds
{
    private const int Budget = 4096;

    /// <summary>A log of a board in one of the skins, with every type of record.</summary>
    public static byte[] Log(bool text, int seed)
    {
        FuzzRandom random = new((ulong)seed);
        TraceRing ring = new(seed % 3 == 0 ? 300 : 4096);
        TraceIdentity identity = new()
        {
            BootId = (uint)random.Next(),
            TickHz = 8000,
            Connections = 16,
            TimeWaitEntries = 16,
            TimeWaitMs = 120000
        };
        ring.Hello(identity, 1);
        uint tick = (uint)random.Next();
        ring.Stats(new uint[(int)EngineCounter.Count], new int[12], 3, 13, tick);
        for (int k = 0; k < 6; k++)
        {
            Add(ring, random, tick += (uint)random.Below(9000));
        }

        byte[] buffer = new byte[Budget];
        int length = ring.Drain(buffer, Budget, text);
        return buffer[..length];
    }

    public static IEnumerable<byte[]> Logs(bool text)
    {
        for (int seed = 1; seed <= 24; seed++)
        {
            yield return Log(text, seed);
        }
    }

    /// <summary>
    /// The same text lines as nanoFramework's debug channel carries them: a 32-byte head in front of each message.
    /// </summary>
    public static byte[] WireProtocol(byte[] lines)
    {
        List<byte> stream = [];
        foreach (string line in Encoding.ASCII.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] message = Encoding.ASCII.GetBytes(line + "\n");
            byte[] head = new byte[32];
            "NFPKTV1\0"u8.CopyTo(head);
            BitConverter.TryWriteBytes(head.AsSpan(16), 1);
            BitConverter.TryWriteBytes(head.AsSpan(28), message.Length);
            stream.AddRange(head);
            stream.AddRange(message);
        }

        return [.. stream];
    }

    private static void Add(TraceRing ring, FuzzRandom random, uint tick)
    {
        int serial = random.Below(5);
        switch (random.Below(7))
        {
            case 0:
                ring.Open(serial, 0xC0000201, 5000, 0xC6336401, 7001, random.OneIn(2), 1, 2, tick);
                break;
            case 1:
                ring.Segment(serial, random.OneIn(2), random.Below(64), (uint)random.Next(), (uint)random.Next(),
                    random.Below(1400), 1024, tick);
                break;
            case 2:
                ring.Timer(serial, 1 + random.Below(7), tick + 8000, tick);
                break;
            case 3:
                ring.Fault(random.Below(12), serial, tick);
                break;
            case 4:
                ring.Note(serial, random.Below(256), (int)random.Next(), tick);
                break;
            default:
                ring.Transition(
                    serial, random.Below(16), random.Below(16), random.Below(26), random.Below(64), tick);
                break;
        }
    }
}
