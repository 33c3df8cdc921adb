using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;
using Xunit;

namespace NanoTcpClose.Tests.Conformance;

public sealed class ScriptParserTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("set no_such_option 1")]
    [InlineData("set msl 5")]
    [InlineData("set rfc1337 maybe")]
    [InlineData("given NOWHERE")]
    [InlineData("given ESTABLISHED colour=red")]
    [InlineData("given ESTABLISHED n=10 n=11")]
    [InlineData("given FIN-WAIT-1 closed=quarter")]
    [InlineData("given ESTABLISHED as 7")]
    [InlineData("in ACK")]
    [InlineData("in ACK seq=")]
    [InlineData("in BOGUS seq=R")]
    [InlineData("in ACK seq=Q")]
    [InlineData("in ACK seq=R ttl=3")]
    [InlineData("out ACK wnd=5")]
    [InlineData("out none ACK")]
    [InlineData("out")]
    [InlineData("out ACK |")]
    [InlineData("out 0..x ACK")]
    [InlineData("call fly")]
    [InlineData("call close -> maybe")]
    [InlineData("call close ok")]
    [InlineData("call send")]
    [InlineData("after 5")]
    [InlineData("after 5m")]
    [InlineData("after 5s in 3")]
    [InlineData("late")]
    [InlineData("state HALF-OPEN")]
    [InlineData("state CLOSED |")]
    [InlineData("cause boredom")]
    [InlineData("una")]
    [InlineData("deliver lots")]
    [InlineData("eof perhaps")]
    [InlineData("event parade")]
    [InlineData("event no")]
    [InlineData("counter cows = 5")]
    [InlineData("counter segments-in == 5")]
    [InlineData("count FIN-WAIT-9 = 1")]
    [InlineData("free 5")]
    [InlineData("alloc")]
    [InlineData("net explode a")]
    [InlineData("net drop 1 c")]
    [InlineData("net delay 1 a")]
    [InlineData("net random loss=5 colour=2")]
    [InlineData("run")]
    [InlineData("a sent ACK")]
    [InlineData("never CLOSED")]
    [InlineData("legal indeed")]
    [InlineData("pair colour=red")]
    [InlineData("c:")]
    [InlineData("repeat")]
    [InlineData("for x of 1 2")]
    [InlineData("for x in 5..1")]
    [InlineData("state CL\u00d6SED")]
    public void Read_BadStatement_FailsTheCaseWithItsLine(string statement)
    {
        string closing = statement.StartsWith("for ") || statement.StartsWith("repeat") ? "\nend" : "";
        string text = $"case A01 \"good\"\n  given ESTABLISHED\nend\n\ncase A02 \"bad\"\n  {statement}{closing}\nend\ncase A03 \"good\"\n  given CLOSED\nend\n";
        List<CaseDefinition> cases = ScriptParser.Read("x.tcs", text);
        Assert.Equal(["A01", "A02", "A03"], cases.Select(c => c.Id));
        Assert.Null(cases[0].Error);
        Assert.NotNull(cases[1].Error);
        Assert.Equal(6, cases[1].Error!.Line);
        Assert.Null(cases[2].Error);
        CaseResult result = CaseRunner.Run(cases[1]);
        Assert.StartsWith("FAIL A02 line 6: expected ", result.ToString());
        Assert.Contains("x.tcs:6", result.Message);
    }

    [Theory]
    [InlineData("case 01 \"x\"\n given CLOSED\nend", 1)]
    [InlineData("case A01 x y\n given CLOSED\nend", 1)]
    [InlineData("case A01 \"x\n given CLOSED\nend", 1)]
    [InlineData("case A01 \"x\"\nend", 2)]
    [InlineData("case A01 \"x\"\n state CLOSED\n given CLOSED\nend", 2)]
    [InlineData("case A01 \"x\"\n given CLOSED\n set msl 1s\nend", 3)]
    [InlineData("case A01 \"x\"\n given CLOSED\n pair\nend", 3)]
    [InlineData("case A01 \"x\"\n given CLOSED\n", 3)]
    [InlineData("case A01 \"x\"\n given CLOSED\ncase A02 \"y\"\n given CLOSED\nend", 3)]
    [InlineData("hello\n", 1)]
    [InlineData("end\n", 1)]
    [InlineData("repeat 3\nend\n", 1)]
    [InlineData("for x in\ncase A01 \"x\"\n given CLOSED\nend\nend\n", 1)]
    public void Read_BadStructure_IsCountedWithItsLine(string text, int line)
    {
        Assert.Contains(ScriptParser.Read("x.tcs", text), c => c.Error?.Line == line);
    }

    [Fact]
    public void Read_EveryForm_Parses()
    {
        const string Text = """
            # all forms
            for w in 0 0x10 FIN-WAIT-2
              for k in 1..2
                case Z99z "loops around, # in a title" # comment
                  source RFC 9293 3.4; more words
                  set msl 60s
                  set user_timeout off
                  set linger 0s
                  set clock 1us
                  set challenge_budget inf
                  given FIN-WAIT-1 n=k r=0xFFFFFFFF+1 w=10 peerwnd=5 mss=100 closed=half unacked=1 unsent=2 fin=queued unread=3 as c1
                  given TIME-WAIT oofin=none listener=yes ts=on tsrecent=R+1 tsnow=5 srtt=10ms age=1s as c2
                  for s in FIN-WAIT-1 TIME-WAIT
                    c1: state s | CLOSED
                  end
                  for f in ACK FIN,ACK none
                    repeat k
                      in f seq=R-1+k ack=N+1 len=0 wnd=5 tsval=1 tsecr=2
                    end
                  end
                  c2: in FIN seq=R tsval=none
                  out FIN,ACK seq=F ack=R len=1 tsval=2 tsecr=3 | RST | SYN,ACK
                  out 0..3 ACK seq=U
                  out 1..inf ACK | RST seq=X
                  out none
                  out any
                  call close@stale -> stale
                  call send 5 -> ok 5
                  call receive -> ok
                  call unlisten -> any
                  call listen
                  after MSL+MSL-1ms
                  after RTO in 4 steps
                  late 5us
                  cause user-close | fin-acked
                  una E+0
                end
              end
            end
            """;
        List<CaseDefinition> cases = ScriptParser.Read("x.tcs", Text.Replace("una E+0", "una U+0-0\n nxt N\n rcv R"));
        Assert.Equal(6, cases.Count);
        Assert.Equal("Z99z[w=0,k=1]", cases[0].Id);
        Assert.Equal("loops around, # in a title", cases[0].Title);
        Assert.Equal("RFC 9293 3.4; more words", cases[0].Source);
        Assert.All(cases, c => Assert.Null(c.Error));
    }

    [Fact]
    public void Read_EveryFormOfAPair_Parses()
    {
        const string Text = """
            case Z98 "pair"
              pair isn_a=1 isn_b=0xFFFFFFFF delay=1ms
              net drop 1 a
              net dup 2 b
              net delay 3 a 50ms
              net random loss=1 dup=2 reorder=3 seed=4
              net cut a
              net heal a
              a call close -> ok
              b: state ESTABLISHED
              run 1ms
              run idle 1ms
              a sent FIN,ACK 1..2
              a sent ACK 0
              b deliver 0
              b eof no
              a event no reused
              a counter segments-in >= 0
              a count TIME-WAIT <= 1
              a free = 15
              b alloc 0
              legal
              never CLOSED CLOSED
            end
            """;
        CaseDefinition definition = Assert.Single(ScriptParser.Read("x.tcs", Text));
        Assert.Null(definition.Error);
        Assert.Equal("PASS Z98", CaseRunner.Run(definition).ToString());
    }

    [Theory]
    [InlineData("R+W-1", 50999u)]
    [InlineData("0xFFFFFFFF+1", 0u)]
    [InlineData("R-50001", 0xFFFFFFFFu)]
    [InlineData("x-y", 3u)]
    [InlineData("R-x+y", 49997u)]
    public void Expression_Sums_Modulo32Bits(string text, uint expected)
    {
        Bindings bindings = Bindings.None.With("x", "0x5").With("y", "2");
        var symbols = new SymbolTable(new Dictionary<string, long> { ["R"] = 50000, ["W"] = 1000 });
        Assert.Equal(expected, Expression.Read(1, text, bindings).Sequence(symbols));
    }
}
