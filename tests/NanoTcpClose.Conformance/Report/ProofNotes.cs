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
