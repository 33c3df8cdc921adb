// Invariant: each script is right but for its last step, so the runner must fail exactly there: a runner that
// passes over a kind
// of step would be found here.

using System.Collections.Generic;
using System.IO;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;
using Xunit;

namespace NanoTcpClose.Tests.Conformance;

public sealed class PlantedCaseTests
{
    [Theory]
    [InlineData("given ESTABLISHED", "state CLOSED")]
    [InlineData("given ESTABLISHED", "state CLOSED | LISTEN")]
    [InlineData("given LAST-ACK\n in ACK seq=R ack=N\n state CLOSED", "cause user-close")]
    [InlineData("given ESTABLISHED", "una N+1")]
    [InlineData("given ESTABLISHED", "nxt N-1")]
    [InlineData("given ESTABLISHED", "rcv R+1")]
    [InlineData("given ESTABLISHED\n in ACK seq=R len=5\n out any", "deliver 4")]
    [InlineData("given ESTABLISHED\n in ACK seq=R len=5\n out any\n deliver 5", "deliver 5")]
    [InlineData("given ESTABLISHED", "eof yes")]
    [InlineData("given ESTABLISHED\n in FIN,ACK seq=R\n out any", "eof no")]
    [InlineData("given ESTABLISHED", "eof once")]
    [InlineData("given ESTABLISHED", "event reset-by-peer")]
    [InlineData("given ESTABLISHED\n in RST seq=R", "event no reset-by-peer")]
    [InlineData("given ESTABLISHED\n in RST seq=R\n event reset-by-peer", "event reset-by-peer")]
    [InlineData("given ESTABLISHED", "counter segments-in = 1")]
    [InlineData("given ESTABLISHED\n in ACK seq=R", "counter segments-in <= 0")]
    [InlineData("given ESTABLISHED", "counter segments-in >= 1")]
    [InlineData("given ESTABLISHED", "count ESTABLISHED = 2")]
    [InlineData("given ESTABLISHED", "free = 16")]
    [InlineData("given ESTABLISHED", "alloc 1")]
    [InlineData("given ESTABLISHED", "call close -> closing")]
    [InlineData("given ESTABLISHED", "call send 5 -> ok 4")]
    [InlineData("given CLOSED", "call close -> ok")]
    [InlineData("given ESTABLISHED", "call close@stale -> ok")]
    [InlineData("given ESTABLISHED", "out ACK")]
    [InlineData("given ESTABLISHED\n call close", "out none")]
    [InlineData("given ESTABLISHED\n call close", "out ACK")]
    [InlineData("given ESTABLISHED\n call close", "out FIN,ACK seq=N+1")]
    [InlineData("given ESTABLISHED\n call close", "out FIN,ACK ack=R+1")]
    [InlineData("given ESTABLISHED\n call send 5", "out ACK")]
    [InlineData("given ESTABLISHED\n call send 5", "out ACK len=4")]
    [InlineData("given ESTABLISHED ts=on\n call close", "out FIN,ACK tsval=1")]
    [InlineData("given ESTABLISHED ts=on\n call close", "out FIN,ACK tsecr=1")]
    [InlineData("given ESTABLISHED\n call close", "out FIN,ACK tsval=5000")]
    [InlineData("given ESTABLISHED\n call close", "out RST | ACK")]
    [InlineData("given ESTABLISHED\n call close", "out 0..0 FIN,ACK")]
    [InlineData("given ESTABLISHED\n call close", "out 2..3 FIN,ACK")]
    [InlineData("given ESTABLISHED", "una F")]
    [InlineData("given ESTABLISHED", "nobody: state CLOSED")]
    [InlineData("given ESTABLISHED", "run 5s")]
    [InlineData("given ESTABLISHED", "net cut a")]
    [InlineData("pair", "a sent ACK 1..2")]
    [InlineData("pair", "a state CLOSED")]
    [InlineData("pair", "never ESTABLISHED ESTABLISHED")]
    [InlineData("pair\n a call close\n net cut b\n run 100ms", "a state FIN-WAIT-2")]
    [InlineData("pair\n net drop 1 a\n a call close\n run 100ms", "b state CLOSE-WAIT")]
    [InlineData("pair\n net dup 1 a\n a call close\n run 100ms", "b sent ACK 1..1")]
    [InlineData("pair\n net delay 1 a 50ms\n a call close\n run 20ms", "b state CLOSE-WAIT")]
    [InlineData("pair\n net random loss=100\n a call close\n run 100ms", "b state CLOSE-WAIT")]
    [InlineData("pair\n a call close\n run 100ms\n b call close\n run idle 60s", "a state CLOSED")]
    public void Run_PlantedStep_FailsAtItsLine(string before, string planted)
    {
        string text = $"case A01 \"planted\"\n {before}\n {planted}\n  out any\nend\n";
        CaseDefinition definition = Assert.Single(ScriptParser.Read("x.tcs", text));
        Assert.Null(definition.Error);
        CaseResult result = CaseRunner.Run(definition);
        Assert.False(result.Passed);
        int line = before.Split('\n').Length + 2;
        Assert.StartsWith($"FAIL A01 line {line}: expected ", result.ToString());
        Assert.Contains(", got ", result.Message);
    }

    [Fact]
    public void Run_SegmentLeftOver_FailsAtTheEnd()
    {
        CaseDefinition definition = Assert.Single(ScriptParser.Read("x.tcs",
            "case A01 \"left\"\n given ESTABLISHED\n call close\nend\n"));
        Assert.StartsWith("FAIL A01 line 4: expected no segment left", CaseRunner.Run(definition).ToString());
    }

    [Fact]
    public void Run_NeverBeforeTheMoment_FailsAtTheEnd()
    {
        const string Text = "case A01 \"never\"\n pair\n never FIN-WAIT-2 CLOSE-WAIT\n a call close\n run 1s\nend\n";
        Assert.StartsWith("FAIL A01 line 3:", CaseRunner.Run(Assert.Single(ScriptParser.Read("x.tcs",
            Text))).ToString());
    }

    [Theory]
    [InlineData("case A01 \"x\"\n given CLOSED\nend\n", 0, "PASS A01", "1 passed, 0 failed")]
    [InlineData("case A01 \"x\"\n given CLOSED\n state ESTABLISHED\nend\n", 1,
        "FAIL A01 line 3: expected state ESTABLISHED, got CLOSED", "0 passed, 1 failed")]
    [InlineData("case A01 \"x\"\n given CLOSED\nend\ncase A02 \"y\"\n given CLOSED\n", 1, "PASS A01",
        "1 passed, 1 failed")]
    public void Execute_File_PrintsOneLineACaseAndTheSum(string text, int exitCode, string first, string last)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".tcs");
        File.WriteAllText(path, text);
        try
        {
            (int code, IReadOnlyList<string> lines) = Execute(path);
            Assert.Equal(exitCode, code);
            Assert.Equal(first, lines[0]);
            Assert.Equal(last, lines[^1]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Execute_MissingFile_Fails()
    {
        (int code, IReadOnlyList<string> lines) = Execute("no-such-file.tcs");
        Assert.Equal(1, code);
        Assert.Equal("0 passed, 1 failed", lines[^1]);
    }

    private static (int Code, IReadOnlyList<string> Lines) Execute(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        int code = NanoTcpClose.Conformance.Program.Execute(arguments, output, TextWriter.Null);
        return (code, output.ToString().TrimEnd('\n').Split('\n'));
    }
}
