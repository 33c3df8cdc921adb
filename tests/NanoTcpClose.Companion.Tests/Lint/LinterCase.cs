using System;

namespace NanoTcpClose.Companion.Tests.Lint;

/// <summary>A rule, a log that breaks it, one that does not, and one of which three records are missing.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Code">Exit code of check on the log that breaks it.</param>
/// <param name="Broken">One finding, certain.</param>
/// <param name="Sound">None.</param>
/// <param name="Hidden">Three records are missing where what the rule looks for could stand.</param>
internal sealed record LinterCase(
    string Rule, int Code, Func<Captures> Broken, Func<Captures> Sound, Func<Captures> Hidden)
{
    /// <summary>The gap of the third log: the rule saw something that the gap makes doubtful.</summary>
    public bool Doubts { get; init; }

    public override string ToString()
    {
        return Rule;
    }
}
