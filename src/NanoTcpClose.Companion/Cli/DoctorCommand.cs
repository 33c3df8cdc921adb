using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Cli.Doctor;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Input.Serial;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc doctor PORT: what is the matter with a line, from a few seconds of its bytes.</summary>
internal sealed class DoctorCommand
{
    private const int ProbeMs = 1200;
    private static readonly int[] s_speeds = [115200, 921600, 1500000, 2000000, 460800, 230400, 74880, 57600, 9600];

    private readonly CliStreams _streams;
    private readonly Argument<string?> _port = Arguments.Perhaps("PORT", "serial port, or a file of its bytes");
    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<bool> _json = new("--json") { Description = "as one JSON object" };
    private readonly Option<string> _wait = new("--wait")
    {
        Description = "how long to listen",
        HelpName = "TIME",
        DefaultValueFactory = _ => "5s",
    };

    internal DoctorCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("doctor",
            "Says what is the matter with a line: speed, port, permission, boot loop, firmware.")
        {
            _port, _baud, _wait, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Board)
            .Ends(ExitCode.Ok, "records come and none is lost")
            .Ends(ExitCode.RuleBroken, "wrong speed, wrong port, boot loop, wrong firmware")
            .Ends(ExitCode.Usage, ExitCode.Port, ExitCode.Schema, ExitCode.Uncertain, ExitCode.DeviceFault)
            .Ends(ExitCode.Timeout, "nothing came")
            .Ends(ExitCode.Interrupted)
            .Example("doctor /dev/ttyUSB0", "five seconds, then the diagnosis")
            .Example("doctor COM6 --baud 115200 --wait 10s", "another speed, a longer look")
            .Example("doctor /dev/ttyUSB0 --json", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        string port = parsed.GetValue(_port) ?? FirstWords.OnlyBoard(_streams);
        int baud = parsed.GetValue(_baud);
        TimeSpan wait = Arguments.Duration("--wait", parsed.GetValue(_wait))!.Value;
        using Interrupts interrupts = new();
        int? better = null;
        LineSample sample;
        if (Sources.IsFile(port))
        {
            sample = new LineSample(File.ReadAllBytes(port));
        }
        else
        {
            _streams.Say("listening to " + port + " at " + baud + " for " + parsed.GetValue(_wait));
            sample = new LineSample(LineEar.Listen(port, baud, wait, interrupts.Token));
            better = sample.IsGarbage ? BetterSpeed(port, baud, interrupts.Token) : null;
        }

        Diagnosis diagnosis = Diagnosis.Of(sample, port, baud, better);
        Show(diagnosis, parsed.GetValue(_json));
        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted : diagnosis.Code;
    }

    private void Show(Diagnosis diagnosis, bool json)
    {
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Write(o =>
            {
                o.WriteString("schema", "ntcl/1");
                o.WriteString("diagnosis", diagnosis.Name);
                o.WriteString("text", diagnosis.Text);
                o.WriteString("remedy", diagnosis.Remedy);
            }));
            return;
        }

        _streams.Out.Write(TextTable.Block("", diagnosis.Name + ": " + diagnosis.Text, _streams.Fit()));
        if (diagnosis.Remedy.Length > 0)
        {
            _streams.Out.Write(TextTable.Block("next: ", diagnosis.Remedy, _streams.Fit()));
        }
    }

    // The speed at which most of the bytes make sense, if there is one at which most do.
    private int? BetterSpeed(string port, int baud, CancellationToken cancel)
    {
        foreach (int speed in s_speeds)
        {
            if (speed == baud || cancel.IsCancellationRequested)
            {
                continue;
            }

            _streams.Say("trying " + speed);
            LineSample sample = new(LineEar.Listen(port, speed, TimeSpan.FromMilliseconds(ProbeMs), cancel));
            if (sample.Log.Records > 0 || sample.HasWirePackets || (sample.Bytes >= 16
                && sample.Odd * 20 < sample.Bytes))
            {
                return speed;
            }
        }

        return null;
    }
}
