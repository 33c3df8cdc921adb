using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Input.Serial;
using NanoTcpClose.Companion.Model;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>
/// The serial port as it is on a desk: pulled out, plugged in, taken by two, cut in the middle of a record.
/// </summary>
public sealed class SerialLineTests
{
    private const string OnlyLinux = "pseudo-terminals are opened by their Linux names";

    [Fact]
    public void Hung_Up_And_Reopened_A_Hundred_Times_No_Record_Should_Be_Lost_Or_Wrong_Beyond_The_Gaps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = new();
        plug.PlugIn();
        FakeScreen screen = new();
        using CancellationTokenSource stop = new();
        LiveSession session = new(new LiveOptions(), screen, stop.Token);
        session.Add(new SerialSource(plug.Name, 921600), null);
        Thread thread = new(session.Run) { IsBackground = true };
        thread.Start();

        NumberedBoard board = new();
        for (int round = 0; round < 100; round++)
        {
            board.Write(plug, records: 20, cutLast: round % 4 == 1);
            int back = screen.Count("the line is back");
            if (round % 3 != 2)
            {
                int sent = board.Written;
                Wait.For(() => screen.Ticks().Any(t => t > sent - 20), "round " + round);
            }

            plug.PullOut();
            plug.PlugIn();
            Wait.For(() => screen.Count("the line is back") > back, "back");
        }

        board.Write(plug, records: 20, cutLast: false);
        Wait.For(() => screen.Ticks().Contains(board.Written), "the last record");
        stop.Cancel();
        thread.Join(10000);

        LogEvent[] records = [.. screen.Events.Where(e => e.Kind == LogEventKind.Transition)];
        Assert.All(records, board.AssertTrue);
        Assert.Equal(records.Length, records.Select(r => r.Tick).Distinct().Count());
        Assert.Equal(board.Written, records.Length + session.Log.Missing);
        Assert.InRange(screen.Count("gap of "), 60, 100);
        Assert.DoesNotContain(screen.Events, e => e.Kind == LogEventKind.Fault);
    }

    [Fact]
    public void A_Busy_Port_Should_Name_Who_Has_It()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = new();
        plug.PlugIn();
        using Process holder = Process.Start(new ProcessStartInfo("flock", [plug.Name, "sleep", "60"]))!;
        try
        {
            string message = "";
            Wait.For(() => (message = Trouble(plug.Name)).Length > 0, "the lock of the other program");
            Assert.StartsWith("port " + plug.Name + " is in use by ", message);
            Assert.Contains("(process ", message);
            Assert.EndsWith("end it first, for two readers share the bytes", message);
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Two_Of_Ours_Should_Not_Share_A_Port()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = new();
        plug.PlugIn();
        using LinuxLine first = new(plug.Name, 115200);
        Cli second = new(null, "watch", plug.Name, "--no-record");
        Assert.Equal(ExitCode.Port, second.Code);
        Assert.Contains(" is in use", second.Err);
    }

    [Theory]
    [InlineData(Posix.NotThere, "port /dev/ttyX is not there: `ntc ports` lists")]
    [InlineData(Posix.Denied, "no permission to open /dev/ttyX: sudo usermod -aG ")]
    [InlineData(Posix.Busy, "port /dev/ttyX is in use by another program: end it first")]
    [InlineData(25, "port /dev/ttyX cannot be opened (")]
    public void Every_Trouble_Should_Lead_To_The_Next_Step(int error, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        Assert.StartsWith(message, PortTrouble.Of("/dev/ttyX", error).Message);
    }

    [Fact]
    public void A_Hundred_Thousand_Records_Should_Pass_Without_A_Gap()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = new();
        plug.PlugIn();
        FakeScreen screen = new();
        using CancellationTokenSource stop = new();
        LiveSession session = new(new LiveOptions { Connection = "none" }, screen, stop.Token);
        session.Add(new SerialSource(plug.Name, 2000000), null);
        Thread thread = new(session.Run) { IsBackground = true };
        thread.Start();
        NumberedBoard board = new();
        for (int k = 0; k < 1000; k++)
        {
            board.Write(plug, 100, cutLast: false);
        }

        Wait.For(() => session.Log.Records == 100000, "all records");
        stop.Cancel();
        thread.Join(10000);
        Assert.Equal(0, session.Log.Missing);
        Assert.Equal(100000, session.Log.Records);
    }

    private static string Trouble(string port)
    {
        try
        {
            new LinuxLine(port, 115200).Dispose();
            return "";
        }
        catch (PortException problem)
        {
            return problem.Message;
        }
    }
}
