namespace NanoTcpClose.Conformance.Report;

/// <summary>What the document says of the model check and of mutation testing.</summary>
internal static class ProofNotes
{
    public const string ModelCheck = """
        Two real engines, their users and a network that loses, copies, delays and reorders: every interleaving,
        breadth first. From one state in eight, and after every random walk, the end is played out: both must be
        CLOSED within the bound.

        Scenarios named `small` are explored to their last state (the line says `complete`), the others up to
        their share of N. Those add data both ways, half-closes, aborts, the next incarnation of the same
        4-tuple, slow readers, a link that refuses segments, timestamps, and a listener that goes away.

            dotnet run -c Release --project tests/NanoTcpClose.ModelCheck -- [--states N] [--only TEXT]
        """;

    public const string Mutation = """
        `tests/NanoTcpClose.Mutation` is a small test program of the engine's fast tests (the close scripts, a
        file a test, and the tests of engine, codec and trace ring), which stops at its first failure. Its files
        belong to NanoTcpClose.Tests, so it is not in the solution. In that folder, for one file, or for all
        without `-m`:

            dotnet tool restore
            dotnet stryker -m '**/CloseEngine.Timers.cs'

        A mutant takes some tenths of a second, an endless one its time limit. Scores count Stryker's time-outs
        as killed and mutants that no test reaches as not killed; what does not compile is left out.

        | file | mutants | killed | score |
        |---|---|---|---|
        | CloseEngine.Data.cs | 257 | 238 | 92.6 % |
        | CloseEngine.Open.cs | 252 | 247 | 98.0 % |
        | CloseEngine.Output.cs | 98 | 90 | 91.8 % |
        | CloseEngine.Rows.cs | 155 | 143 | 92.3 % |
        | CloseEngine.States.cs | 85 | 84 | 98.8 % |
        | CloseEngine.TimeWait.cs | 119 | 112 | 94.1 % |
        | CloseEngine.cs | 59 | 56 | 94.9 % |
        | SegmentCodec.cs | 242 | 230 | 95.0 % |
        | CloseEngine.Calls.cs | 106 | 98 | 92.5 % |
        | CloseEngine.TimeWaitArrival.cs | 112 | 112 | 100.0 % |
        | CloseEngine.Transition.cs | 63 | 57 | 90.5 % |
        | TraceRing.Drain.cs | 193 | 185 | 95.9 % |
        | TraceRing.cs | 125 | 121 | 96.8 % |
        | CloseEngine.Arrival.cs * | 312 | 302 | 96.8 % |
        | CloseEngine.Budget.cs * | 133 | 131 | 98.5 % |
        | CloseEngine.Timers.cs * | 222 | 207 | 93.2 % |
        | CloseEngineOptions.cs * | 42 | 42 | 100.0 % |
        | TransitionTable.cs * | 139 | 138 | 99.3 % |
        | all | 2,714 | 2,593 | 95.5 % |

        Measured with Stryker 5.1.0. The engine was being made faster meanwhile: files with `*` are as they were
        before, and were run before the cases of group T and the tests of faults were there. The others are as
        after it, with all tests.

        What survives, looked at one by one, falls into these classes:

        - The same value either way: `<` for `<=` where both branches give the same number, `==` for `<=` at
          zero, XOR for OR on a bit that is never set before.
        - Speed alone: the hash of the 4-tuple and the number of its buckets, the row from which a search
          starts, looking for a live serial number before the numbers have wrapped.
        - A wake-up that is too early, or one more: `NextDeadline` may be early, then `Advance` finds nothing to
          do.
        - Belt and braces: guards for what other invariants exclude, such as SRTT of zero after a sample, a
          timer that was off already, the fail-safe behind an arrow that the table has.
        - Room: a buffer a few bytes larger than needed.
        """;
}
