using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace NanoTcpClose.Tests.Docs;

/// <summary>The sample of the README is this file's: compiled, run, and the same text.</summary>
public sealed class ReadmeSampleTests
{
    [Fact]
    public void Sample_ClosesAConnection_AndEndsInTimeWait()
    {
        FirstClose sample = new();
        Assert.Equal(TcpState.TimeWait, sample.Run());
    }

    [Fact]
    public void Readme_ShowsExactlyThisSample()
    {
        string source = File.ReadAllText(ThisFile()).ReplaceLineEndings("\n");
        int begin = source.LastIndexOf("// README sample\n", System.StringComparison.Ordinal) + "// README sample\n".Length;
        string readme = File.ReadAllText(Path.Combine(RepositoryFile.Root, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains("```csharp\n" + source[begin..] + "```\n", readme);
    }

    [Fact]
    public void Readme_HasTheTwoCommands()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryFile.Root, "README.md"));
        Assert.Contains("dotnet run --project src/NanoTcpClose.Companion -- demo", readme);
        Assert.Contains("dotnet test", readme);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

// README sample
/// <summary>Two engines, one connection, and the four segments of its close.</summary>
public sealed class FirstClose : ICloseEngineHost
{
    private readonly System.Collections.Generic.Queue<byte[]> _link = new();

    public TcpState Run()
    {
        const uint Client = 0xC0000201;             // 192.0.2.1
        const uint Server = 0xC6336401;             // 198.51.100.1
        long now = 1_000_000;                       // microseconds: the engine reads no clock
        CloseEngineOptions options = new();
        CloseEngine a = new(options, Client, this, null, now);
        CloseEngine b = new(options, Server, this, null, now);
        b.Listen(80);
        int client = a.Connect(Server, 80, 5000, now);
        Carry(a, b, now);
        int server = b.Accept(80);
        a.Close(client, now);
        Carry(a, b, now);                           // a: FIN-WAIT-2, b: CLOSE-WAIT
        b.Close(server, now);
        Carry(a, b, now);                           // a: TIME-WAIT until a.NextDeadline, b: CLOSED
        return a.StateOf(client);
    }

    public bool Transmit(byte[] datagram, int length)
    {
        _link.Enqueue(datagram[..length]);          // a copy: the buffer belongs to the engine
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // established, data-arrived, close-finished, close-wait-leak ...: note it and signal, nothing else.
    }

    private void Carry(CloseEngine a, CloseEngine b, long now)
    {
        while (_link.TryDequeue(out byte[]? packet))
        {
            a.SegmentArrives(packet, 0, packet.Length, now);
            b.SegmentArrives(packet, 0, packet.Length, now);
        }
    }
}
