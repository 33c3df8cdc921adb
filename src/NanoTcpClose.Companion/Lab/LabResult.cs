using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Lab;

/// <summary>What came out of a scenario: the engine's column, and the kernel's where it was asked for.</summary>
internal sealed record LabResult(LabScenario Scenario, LabColumn Engine, LabColumn? Kernel)
{
    internal IReadOnlyList<LabColumn> Columns => Kernel is null ? [Engine] : [Engine, Kernel];

    internal bool Good => Columns.All(c => c.Good);

    /// <summary>
    /// Figures whose two columns differ, with the reason; a difference without a reason is a defect of the scenario.
    /// </summary>
    internal IEnumerable<(string Name, string Why)> Differences()
    {
        foreach (LabFigure figure in Engine.Figures)
        {
            LabFigure? other = Kernel?.Figures.FirstOrDefault(f => f.Name == figure.Name);
            if (other is not null && other.Measured != figure.Measured && !(figure.OfTheDay && other.OfTheDay))
            {
                yield return (figure.Name, other.Why.Length > 0 ? other.Why : figure.Why);
            }
        }
    }

    /// <summary>The same as sentences, one for each reason.</summary>
    internal IReadOnlyList<string> Reasons()
    {
        return [.. Differences().GroupBy(d => d.Why)
            .Select(g => string.Join(", ", g.Select(d => d.Name)) + ": " + g.Key)];
    }
}
