using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc replay FILE: at speed or step by step, on the screen, to a port or to whoever connects.</summary>
internal sealed class ReplayCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string> _file = Arguments.Text("FILE", "capture (.ntcl)");
    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<string> _speed = new("--speed")
    {
        Description = "1x, 10x, 0.5x, max, or step: one piece for each line of standard input (Enter)",
        HelpName = "SPEED",
        DefaultValueFactory = _ => "1x",
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "send the raw bytes to a serial port, or `tcp`: to who connects to a local TCP port",
        HelpName = "PORT|tcp",
    };

    private readonly Option<string> _time = Arguments.OneOf("--time", "which clock", "host", "device", "both");

    internal ReplayCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("replay",
            "Plays a capture again, at its own speed or another, on the screen or to a port.")
        {
            _file, _speed, _to, _baud, _time,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Port, ExitCode.Schema, ExitCode.Interrupted)
            .Example("replay run.ntcl --speed 10x", "ten times as fast as it happened")
            .Example("replay run.ntcl --speed step", "piece by piece; Enter goes on")
            .Example("replay run.ntcl --to tcp", "then `ntc watch tcp://127.0.0.1:PORT` elsewhere");
    }

    private int Run(ParsedLine parsed)
    {
        string path = parsed.GetValue(_file)!;
        string speed = parsed.GetValue(_speed)!;
        double factor = Factor(speed);
        CaptureFiles.MustBeThere(path, _streams.StateFolder);
        using Interrupts interrupts = new();
        using CaptureReader capture = new(File.OpenRead(path), Path.GetFileName(path));
        using IReplayTarget target = Target(parsed, interrupts.Token);
        StreamReader? keys = speed == "step" ? new StreamReader(_streams.OpenInput()) : null;
        DateTimeOffset? before = null;
        while (!interrupts.Token.IsCancellationRequested
            && capture.TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark))
        {
            byte[] piece = bytes.ToArray();
            if (keys is not null && keys.ReadLine() is null)
            {
                break;
            }

            Pause(before, time, factor, interrupts.Token);
            before = time;
            if (!interrupts.Token.IsCancellationRequested && !target.Put(piece, time, remark))
            {
                _streams.Say("the other side is gone");
                return ExitCode.Port;
            }
        }

        target.End();
        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private IReplayTarget Target(ParsedLine parsed, CancellationToken cancel)
    {
        return parsed.GetValue(_to) switch
        {
            null => new ScreenTarget(_streams, parsed.GetValue(_time)!),
            "tcp" => TcpTarget.Await(_streams, cancel),
            string port => new PortTarget(SerialSource.OpenLine(port, parsed.GetValue(_baud))),
        };
    }

    // 0 is without any pause.
    private static double Factor(string speed)
    {
        if (speed is "max" or "step")
        {
            return 0;
        }

        bool good = double.TryParse(
            speed.TrimEnd('x'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double factor);
        return good && factor is > 0 and <= 1000000 ? factor
            : throw new UsageException("--speed takes 1x, 10x, 0.5x, max or step, not '" + speed + "'");
    }

    private static void Pause(DateTimeOffset? before, DateTimeOffset time, double factor, CancellationToken cancel)
    {
        if (factor == 0 || before is not DateTimeOffset last || time <= last)
        {
            return;
        }

        double ms = Math.Min(int.MaxValue, (time - last).TotalMilliseconds / factor);
        cancel.WaitHandle.WaitOne((int)ms);
    }
}
