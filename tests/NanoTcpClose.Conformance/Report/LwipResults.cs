using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Conformance.Report;

/// <summary>The cases that lwIP was seen to fail.</summary>
internal static class LwipResults
{
    public static IReadOnlyList<string> Failing { get; } =
    [
        "A17", "A18", "A26", "B06", "B10", "B12", "B14", "B20", "C05", "C06", "C15", "D05", "E07", "F05", "F08",
            "G01", "G05",
        "G11", "G14", "H06", "J04", "J15", "K09", "L08", "L09", "L15", "L21", "P03",
    ];

    public static bool Fails(string id)
    {
        return Failing.Contains(id.Split('[')[0]);
    }
}
