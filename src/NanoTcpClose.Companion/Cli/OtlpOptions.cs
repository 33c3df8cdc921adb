using System;
using System.CommandLine;
using NanoTcpClose.Companion.Export;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Sending closes away while watching.</summary>
internal sealed class OtlpOptions
{
    private static readonly TimeSpan s_lastTry = TimeSpan.FromSeconds(5);

    internal Option<string?> Url { get; } = new("--otlp")
    {
        Description = "send every close to this OTLP receiver, for example http://localhost:4318",
        HelpName = "URL",
    };

    internal Option<string[]> Headers { get; } = new("--otlp-header")
    {
        Description = "name=value sent with every request; may be repeated",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Null when it is not asked for.</summary>
    internal OtlpExport? Start(ParsedLine parsed)
    {
        return parsed.GetValue(Url) is string url
            ? new OtlpExport(ExportCommand.Target(url, parsed.GetValue(Headers)!), VersionCommand.Version)
            : null;
    }

    /// <summary>Sends the rest, and says how many closes went and how many did not.</summary>
    internal static void Finish(OtlpExport? export, CliStreams streams)
    {
        if (export is not null)
        {
            export.Finish(s_lastTry);
            streams.Say(ExportCommand.Summary(export));
        }
    }
}
