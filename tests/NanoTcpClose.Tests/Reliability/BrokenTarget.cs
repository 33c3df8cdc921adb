using System;
using System.Collections.Generic;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>A target with a planted bug: a fuzzer that does not find it finds nothing.</summary>
internal sealed class BrokenTarget : FuzzTarget
{
    public override string Name => "broken";

    public override IEnumerable<byte[]> Seeds() => ["length 9"u8.ToArray()];

    public override void Execute(ReadOnlySpan<byte> input)
    {
        FuzzFailure.Unless(!input.StartsWith("length"u8) || input.Length == 8, "a length that is not eight");
    }
}
