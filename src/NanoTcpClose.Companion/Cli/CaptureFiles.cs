using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Leads from a name that is no capture to one that is.</summary>
internal static class CaptureFiles
{
    private const int Listed = 6;

    /// <summary>
    /// The log of a capture, with a bar while it takes long; tells every change. Throws UsageException with what is
    /// there instead when it is not.
    /// </summary>
    internal static BoardLog Load(string path, CliStreams streams, Action<Change>? sink = null)
    {
        MustBeThere(path, streams.StateFolder);
        string name = Path.GetFileName(path);
        string? cut = null;
        BoardLog log = new();
        using (Progress progress = new(streams, "reading " + name))
        {
            // Of the remarks those of the file itself count here; what happened to the line stands in the log as gaps.
            LogFile.Load(
                path,
                log,
                change => sink?.Invoke(change),
                progress.Report,
                text => cut = text.StartsWith(name, StringComparison.Ordinal) ? text : cut);
        }

        if (cut is not null)
        {
            streams.Say(cut + ": what is there is read");
        }

        return log;
    }

    /// <summary>Throws UsageException with what is there instead.</summary>
    internal static void MustBeThere(string path, string recordings)
    {
        if (File.Exists(path))
        {
            return;
        }

        bool folder = Directory.Exists(path);
        string where = folder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string there = Names(where) is { Length: > 0 } names
            ? (folder ? "it holds " : "there are ") + names
            : "record one with `ntc watch PORT --record FILE`, or look into " + recordings;
        throw new UsageException((folder ? path + " is a folder; " : "file " + path + " is not there; ") + there);
    }

    // The newest first: it is most likely the one that was meant.
    private static string Names(string folder)
    {
        try
        {
            List<FileInfo> files =
            [
                .. new DirectoryInfo(folder).EnumerateFiles("*.ntcl").OrderByDescending(f => f.LastWriteTimeUtc),
            ];
            return string.Join(", ", files.Take(Listed).Select(f => f.Name)) + (files.Count > Listed ? " ..." : "");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
