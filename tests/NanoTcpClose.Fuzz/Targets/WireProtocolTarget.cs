using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// Text-skin lines inside packets of nanoFramework's Wire Protocol, up to the entries that views are made of.
/// </summary>
internal sealed class WireProtocolTarget : FuzzTarget
{
    private long _entries;

    public override string Name => "wire-protocol";

    public override int MaxLength => 1400;

    public override IEnumerable<byte[]> Seeds()
    {
        return TraceSeeds.Logs(text: true).Select(TraceSeeds.WireProtocol);
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        _entries = 0;
        LogReader reader = new(Look);
        int half = input.Length / 2;
        reader.Feed(input[..half], DateTimeOffset.UnixEpoch);
        reader.Idle();
        reader.Feed(input[half..], DateTimeOffset.UnixEpoch);
        reader.End();
        FuzzFailure.Unless(_entries <= (2 * input.Length) + 2, "more entries than bytes");
    }

    private void Look(LogEvent entry)
    {
        _entries++;
        if (entry.Kind == LogEventKind.Text)
        {
            ShownText.MustBeHarmless(entry.Text, "text of the board");
        }
    }
}
