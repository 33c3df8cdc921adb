using System.CommandLine;
using System.IO;
using System.Text;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Report;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc report FILE -o out.html.</summary>
internal sealed class ReportCommand
{
    private readonly CliStreams _streams;
    private readonly CaptureArgument _capture = new();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "HTML file to write; default: the name of the capture with .html",
    };

    private readonly Option<bool> _mask = new("--mask")
    {
        Description = "letters instead of addresses, for sharing",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "every close one by one; without it 300, those that are not clean first",
    };

    internal ReportCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("report", "One HTML file: timeline, TIME-WAIT, times, verdicts, findings, losses.")
        {
            _capture.File, _output, _mask, _all,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Export)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("report run.ntcl", "writes run.html; open it in any browser")
            .Example("report run.ntcl -o closes.html --mask", "without addresses, to send to someone")
            .Example("flow run.ntcl --conn 1.3 --format svg -o close.svg", "one connection as a drawing");
    }

    private int Run(ParsedLine parsed)
    {
        string file = parsed.GetValue(_capture.File)!;
        BoardLog log = _capture.Load(parsed, _streams);
        string target = parsed.GetValue(_output) ?? Path.ChangeExtension(Path.GetFileName(file), ".html");
        Addresses addresses = parsed.GetValue(_mask) ? Addresses.Masked() : Addresses.Plain();
        ReportOptions options = new(Path.GetFileName(file), VersionCommand.Version, addresses, _streams.Zone);
        bool all = parsed.GetValue(_all);
        using Progress progress = new(_streams, "drawing " + target);
        options = options with { Progress = progress.Report, Most = all ? int.MaxValue : options.Most };
        string page = ReportPage.Render(log, options);
        progress.Dispose();
        File.WriteAllText(target, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        int left = all ? 0 : System.Math.Max(0, System.Linq.Enumerable.Count(log.Closes) - options.Most);
        _streams.Say("written to " + target + ": open it in a browser" + (left == 0 ? ""
            : "; " + left + " of the closes are only counted there, --all shows every one"));
        return ExitCode.Ok;
    }
}
