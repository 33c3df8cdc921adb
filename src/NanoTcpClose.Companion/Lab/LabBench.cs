// Invariant: a bench serves one column of one scenario and ends everything that it made.

using System;
using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab;

/// <summary>Where a scenario plays: makes its stacks, engines or kernels, and takes down what came out.</summary>
internal sealed class LabBench : IDisposable
{
    internal const uint ClientAddress = 0xC0000201;
    internal const uint ServerAddress = 0xC0000202;
    private readonly List<IDisposable> _made = [];
    private readonly LabColumn _column;

    internal LabBench(LabColumn column, bool onKernel)
    {
        _column = column;
        OnKernel = onKernel;
    }

    internal bool OnKernel { get; }

    /// <summary>Two stacks and a link.</summary>
    internal LabPair Pair(LabSetup? setup = null)
    {
        LabSetup s = setup ?? new LabSetup();
        LabClock clock = NewClock();
        LabStack client = Stack(clock, ClientAddress, s.Client, s with { CloseAtEnd = false });
        LabStack server = Stack(clock, ServerAddress, s.Server, s);
        return Keep(new LabPair(client, server, OnKernel ? 0 : s.DelayMs, _column.Steps));
    }

    /// <summary>A pair with an open connection.</summary>
    internal LabPair OpenPair(LabSetup? setup = null)
    {
        LabPair pair = Pair(setup);
        pair.Open();
        return pair;
    }

    /// <summary>One stack and a hand-made peer.</summary>
    internal LabProbe Probe(LabSetup? setup = null)
    {
        LabSetup s = setup ?? new LabSetup();
        return Keep(new LabProbe(Stack(NewClock(), ServerAddress, s.Server, s), s.Stamps));
    }

    /// <summary>A namespace with many kernel sockets on its loopback device.</summary>
    internal KernelCrowd Crowd(params (string Name, string Value)[] parameters)
    {
        return Keep(new KernelCrowd(parameters));
    }

    /// <summary>A stated outcome, engine and kernel alike.</summary>
    internal void Expect(string name, string measured, string stated, string why = "")
    {
        _column.Figures.Add(new LabFigure(name, stated, measured, measured == stated, why, false));
    }

    /// <summary>A stated outcome in numbers.</summary>
    internal void Expect(string name, long measured, long stated, string why = "")
    {
        Expect(name, Number(measured), Number(stated), why);
    }

    /// <summary>A time that the machine may bend a little; exact where low and high are the same.</summary>
    internal void Between(string name, double measured, double low, double high, string why = "")
    {
        bool exact = low.Equals(high);
        string stated = exact ? Duration(low) : Duration(low) + " to " + Duration(high);
        bool good = measured >= low && measured <= high;
        _column.Figures.Add(new LabFigure(name, stated, Duration(measured), good, why, OnKernel));
    }

    /// <summary>A number that the machine may bend a little.</summary>
    internal void InRange(string name, long measured, long low, long high, string why = "")
    {
        string stated = low == high ? Number(low) : Number(low) + " to " + Number(high);
        bool good = measured >= low && measured <= high;
        _column.Figures.Add(new LabFigure(name, stated, Number(measured), good, why, OnKernel));
    }

    /// <summary>A figure that is shown and not judged.</summary>
    internal void Show(string name, string value, bool ofTheDay = false)
    {
        _column.Figures.Add(new LabFigure(name, null, value, true, "", ofTheDay));
    }

    /// <summary>The steps so far must be these: who | segment | client | server.</summary>
    internal void ExpectSteps(params string[] stated)
    {
        List<string> measured = [];
        foreach (LabStep s in _column.Steps)
        {
            measured.Add($"{s.From} | {s.Segment} | {Names.State(s.Client)} | {Names.State(s.Server)}");
        }

        bool same = string.Join('\n', measured) == string.Join('\n', stated);
        string found = same ? Number(stated.Length) + " as in the table" : string.Join("; ", measured);
        _column.Figures.Add(new LabFigure("steps", Number(stated.Length) + " as in the table", found, same, "", false));
    }

    /// <summary>Draws what the engine's trace says of a connection; the kernel writes no trace.</summary>
    internal void Flow(string caption, LabStack stack, int handle)
    {
        if (stack is EngineStack engine)
        {
            _column.Flows.Add(new LabFlow(caption, engine.Log(handle)));
        }
    }

    internal static string Number(long value)
    {
        return value.ToString("#,0", CultureInfo.InvariantCulture);
    }

    /// <summary>216 ms, 1.02 s, 60.0 s, 120.0 s.</summary>
    internal static string Duration(double milliseconds)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return milliseconds < 1000 ? milliseconds.ToString("0", invariant) + " ms"
            : milliseconds < 10_000 ? (milliseconds / 1000).ToString("0.00", invariant) + " s"
            : (milliseconds / 1000).ToString("0.0", invariant) + " s";
    }

    public void Dispose()
    {
        _made.ForEach(m => m.Dispose());
    }

    private LabClock NewClock()
    {
        return OnKernel ? new RealClock() : new VirtualClock();
    }

    private LabStack Stack(LabClock clock, uint address, Action<CloseEngineOptions> change, LabSetup setup)
    {
        if (clock is RealClock real)
        {
            return new KernelStack(address, real, setup.Parameters);
        }

        CloseEngineOptions options = new() { TraceSegments = setup.Traced, Secret0 = address, Secret1 = 0x5EC2E7 };
        change(options);
        return new EngineStack(options, address, (VirtualClock)clock, setup.Traced, setup.CloseAtEnd);
    }

    private T Keep<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }
}
