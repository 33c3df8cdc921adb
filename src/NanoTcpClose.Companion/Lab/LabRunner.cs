using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Lab.Scenarios;

namespace NanoTcpClose.Companion.Lab;

/// <summary>Plays scenarios; what stops one is its outcome, not the end of the program.</summary>
internal static class LabRunner
{
    /// <summary>All scenarios in the order in which they are best read.</summary>
    internal static IReadOnlyList<LabScenario> All { get; } =
    [
        new FourWay(), new ThreeSegment(), new Simultaneous(), new HalfClose(), new LostFinalAck(), new WhyTwoMsl(),
        new OldDuplicate(), new NoTimeWait(), new ServerActiveCloser(), new Accumulation(), new PortExhaustion(),
        new CloseWaitLeak(), new Reuse(), new Shortened(), new KeepAlive(), new Attacks(), new PeersThatDie(),
    ];

    internal static LabScenario? Find(string name)
    {
        return All.FirstOrDefault(s => s.Name == name || s.Aliases.Contains(name));
    }

    internal static LabResult Run(LabScenario scenario, bool kernel)
    {
        LabColumn engine = new("engine");
        Play(scenario, engine, false);
        LabColumn? other = kernel ? new LabColumn("Linux " + Release()) : null;
        if (other is not null)
        {
            Play(scenario, other, true);
        }

        return new LabResult(scenario, engine, other);
    }

    private static void Play(LabScenario scenario, LabColumn column, bool kernel)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            using LabBench bench = new(column, kernel);
            scenario.Play(bench);
        }
        catch (Exception e) when (e is LabException or SocketException or IOException or InvalidOperationException
            or TimeoutException or ObjectDisposedException or UnauthorizedAccessException)
        {
            column.Failure = e.Message;
        }

        column.TookMs = watch.Elapsed.TotalMilliseconds;
    }

    private static string Release()
    {
        Version version = Environment.OSVersion.Version;
        return $"{version.Major}.{version.Minor}";
    }
}
