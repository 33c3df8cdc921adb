using System;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Filters;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>The filter language of `watch`.</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("to==TIME-WAIT", 1)]
    [InlineData("state==TIME-WAIT", 2)]
    [InlineData("state==time-wait && dwell>900ms", 1)]
    [InlineData("from==FIN-WAIT-1,FIN-WAIT-2", 2)]
    [InlineData("cause==fin-acked || cause==fin-received", 2)]
    [InlineData("type==transition && !(cause==fin-acked || cause==fin-received)", 4)]
    [InlineData("remote==192.0.2.2:443 && to==CLOSED", 1)]
    [InlineData("remote==192.0.2.0/24 && to==CLOSED", 1)]
    [InlineData("remote==:443 && to==CLOSED", 1)]
    [InlineData("remote==192.0.3.0/24", 0)]
    [InlineData("addr==192.0.2.1 && to==CLOSED", 1)]
    [InlineData("conn==1.1 && to==CLOSED", 1)]
    [InlineData("conn!=1.1", 0)]
    [InlineData("kind==four-way-active && to==CLOSED", 1)]
    [InlineData("to~WAIT-2", 1)]
    [InlineData("to==\"TIME-WAIT\"", 1)]
    [InlineData("rx>=1", 0)]
    [InlineData("took<=50ms && to==CLOSED", 1)]
    [InlineData("epoch==1 && to==CLOSED", 1)]
    public void Should_Let_Through(string filter, int lines)
    {
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Cli run = new(log, "watch", "-", "--no-record", "--filter", filter);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(lines, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("state==TIME-WAIT && dwel>2s", "dwel")]
    [InlineData("state==TIMEWAIT", "TIMEWAIT")]
    [InlineData("dwell>2", "2")]
    [InlineData("dwell>", "")]
    [InlineData("state>TIME-WAIT", ">")]
    [InlineData("(state==TIME-WAIT", "(")]
    [InlineData("state==TIME-WAIT)", ")")]
    [InlineData("state=TIME-WAIT", "=")]
    [InlineData("state==TIME-WAIT & dwell>2s", "&")]
    [InlineData("state==TIME-WAIT dwell>2s", "dwell")]
    [InlineData("remote==192.168.1", "192.168.1")]
    [InlineData("remote==1.2.3.4/33", "1.2.3.4/33")]
    [InlineData("&& state==CLOSED", "&&")]
    [InlineData("to==\"TIME", "\"TIME")]
    [InlineData("", "")]
    public void Errors_Should_Point_At_The_Place(string filter, string word)
    {
        FilterException wrong = Assert.Throws<FilterException>(() => Filter.Parse(filter));
        Assert.Equal(word, filter.Substring(wrong.At, Math.Min(wrong.Length, filter.Length - wrong.At)));
        Assert.Equal("  " + filter, wrong.Pointer()[0]);
        Assert.Equal(wrong.At + 2, wrong.Pointer()[1].IndexOf('^'));
    }

    [Fact]
    public void Any_Text_Should_Be_Parsed_Or_Refused_And_Nothing_Else()
    {
        string[] pieces = ["state", "==", "&&", "||", "!", "(", ")", "TIME-WAIT", "dwell", ">", "2s", "\"", " ", "~",
            "remote"];
        Random random = new(20260101);
        for (int k = 0; k < 20000; k++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(
                pieces.Length)]));
            try
            {
                Filter.Parse(text);
            }
            catch (FilterException wrong)
            {
                Assert.InRange(wrong.At, 0, text.Length);
            }
        }
    }
}
