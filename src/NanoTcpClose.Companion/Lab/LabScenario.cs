using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Lab;

/// <summary>
/// One claim about closing TCP connections, and the script that shows it. Its words stand in Lab/Texts.
/// </summary>
internal abstract class LabScenario
{
    private readonly Lazy<LabProse> _prose;

    protected LabScenario()
    {
        _prose = new Lazy<LabProse>(() => LabProse.Of(Name));
    }

    /// <summary>What follows `ntc lab`.</summary>
    internal abstract string Name { get; }

    /// <summary>Other names that it answers to.</summary>
    internal virtual IReadOnlyList<string> Aliases => [];

    /// <summary>The claim in one sentence.</summary>
    internal virtual string Claim => _prose.Value.Claim;

    /// <summary>Words that appear here first, in plain words.</summary>
    internal virtual IReadOnlyList<LabTerm> Terms => _prose.Value.Terms;

    /// <summary>What the script does, in order.</summary>
    internal virtual IReadOnlyList<string> Done => _prose.Value.All("done");

    /// <summary>What a developer should do about it on a board.</summary>
    internal virtual IReadOnlyList<string> Advice => _prose.Value.All("board");

    /// <summary>How the kernel's column was made, and what it cannot show and why.</summary>
    internal virtual string OnKernel => _prose.Value.OnKernel;

    /// <summary>Plays the script on one column.</summary>
    internal abstract void Play(LabBench bench);
}
