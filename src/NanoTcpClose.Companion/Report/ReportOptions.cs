using System;

namespace NanoTcpClose.Companion.Report;

/// <summary>What a report is made of beside the log.</summary>
/// <param name="Source">Name of the capture.</param>
/// <param name="Version">Version of the tool.</param>
/// <param name="Addresses">How addresses are shown.</param>
/// <param name="Zone">Zone of the times.</param>
public sealed record ReportOptions(string Source, string Version, Addresses Addresses, TimeZoneInfo Zone)
{
    /// <summary>
    /// Closes that are shown one by one; a page of some thousands is heavy to send and slow to open.
    /// </summary>
    public int Most { get; init; } = 300;

    /// <summary>Told how far the page is, 0 to 1.</summary>
    public Action<double>? Progress { get; init; }
}
