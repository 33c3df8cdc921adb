using System.Collections.Generic;

namespace NanoTcpClose.ModelCheck;

/// <summary>What the exploration of a scenario found.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="States">Distinct states.</param>
/// <param name="Transitions">Moves made.</param>
/// <param name="Depth">Moves from the start to the farthest state.</param>
/// <param name="Ends">States from which the end within the bound was played out.</param>
/// <param name="Complete">Nothing is left to explore.</param>
/// <param name="Violation">The broken invariant; null: none.</param>
/// <param name="Trace">The moves that lead to it.</param>
internal sealed record Outcome(
    string Scenario,
    int States,
    long Transitions,
    int Depth,
    int Ends,
    bool Complete,
    string? Violation,
    IReadOnlyList<string> Trace);
