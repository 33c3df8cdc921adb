using System;
using System.Collections.Generic;

namespace NanoTcpClose.Fuzz;

/// <summary>One thing that reads bytes which somebody else made.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Its name on the command line and of its folder in Corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Longest input that the generator makes.</summary>
    public virtual int MaxLength => 512;

    /// <summary>Whether bytes without any structure are worth as much as mutated seeds.</summary>
    public virtual bool LikesNoise => false;

    /// <summary>Valid inputs to start from, besides those of Corpus.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>
    /// Handles one input; throws on a broken invariant, and any exception that is not the target's clear error is
    /// one.
    /// </summary>
    public abstract void Execute(ReadOnlySpan<byte> input);
}
