using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>One statement of a case.</summary>
internal abstract class Step
{
    protected Step(int line)
    {
        Line = line;
    }

    public int Line { get; }

    /// <summary>The connection or engine that the step names before it; null: the last named.</summary>
    public string? Target { get; set; }

    /// <summary>Does it, or throws a <see cref="StepFailure"/>.</summary>
    public abstract void Run(World world);
}
