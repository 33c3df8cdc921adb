using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Tidy;

/// <summary>Fails with the findings themselves as the message.</summary>
public static class Expect
{
    public static void None(IReadOnlyList<string> findings)
    {
        Assert.True(findings.Count == 0, $"{findings.Count} findings:\n" + string.Join("\n", findings.Take(60)));
    }

    public static void One(IReadOnlyList<string> findings, string part)
    {
        Assert.Contains(findings, finding => finding.Contains(part));
    }
}
