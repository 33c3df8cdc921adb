using System.Collections.Generic;

namespace NanoTcpClose.Companion.Lab;

/// <summary>One claim about closing TCP connections, and the script that shows it.</summary>
internal abstract class LabScenario
{
    /// <summary>What follows `ntc lab`.</summary>
    internal abstract string Name { get; }

    /// <summary>Other names that it answers to.</summary>
    internal virtual IReadOnlyList<string> Aliases => [];

    /// <summary>The claim in one sentence.</summary>
    internal abstract string Claim { get; }

    /// <summary>Words that appear here first, in plain words.</summary>
    internal virtual IReadOnlyList<LabTerm> Terms => [];

    /// <summary>What the script does, in order.</summary>
    internal abstract IReadOnlyList<string> Done { get; }

    /// <summary>What a developer should do about it on a board.</summary>
    internal abstract IReadOnlyList<string> Advice { get; }

    /// <summary>How the kernel's column was made, and what it cannot show and why.</summary>
    internal abstract string OnKernel { get; }

    /// <summary>Plays the script on one column.</summary>
    internal abstract void Play(LabBench bench);
}
