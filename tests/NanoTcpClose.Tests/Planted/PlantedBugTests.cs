using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Conformance.Report;
using NanoTcpClose.Tests.Conformance;
using Xunit;

namespace NanoTcpClose.Tests.Planted;

/// <summary>The tests can fail: each planted bug is found by what is named for it.</summary>
public sealed class PlantedBugTests
{
    private const int States = 5_000;
    private const int Walks = 30;

    public static TheoryData<int, string> Bugs()
    {
        var bugs = new TheoryData<int, string>();
        for (int k = 0; k < PlantedBugs.All.Length; k++)
        {
            bugs.Add(k, $"{PlantedBugs.All[k].Name}: {PlantedBugs.All[k].CaughtBy}");
        }

        return bugs;
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void PlantedBug_Engine_IsFound(int index, string name)
    {
        PlantedBug bug = PlantedBugs.All[index];
        ChangedEngine engine = ChangedEngine.With(bug);
        if (bug.Scripts == PlantedBug.ModelCheck)
        {
            string found = engine.Execute("NanoTcpClose.ModelCheck", States, Walks);
            Assert.Contains("VIOLATION", found);
            Assert.Contains(bug.CaughtBy, found);
        }
        else
        {
            string path = Path.Combine(Repository.Root, "tests", "NanoTcpClose.Conformance", bug.Scripts);
            string found = engine.Execute("NanoTcpClose.Conformance", [new[] { path }]);
            bool failed = found.Split('\n').Any(line => line.StartsWith($"FAIL {bug.CaughtBy} ",
                StringComparison.Ordinal)
                || line.StartsWith($"FAIL {bug.CaughtBy}[", StringComparison.Ordinal));
            Assert.True(failed, $"{name}: {bug.CaughtBy} passes");
        }

        engine.Unload();
    }

    [Fact]
    public void PlantedBug_NoChange_NothingIsFound()
    {
        ChangedEngine engine = ChangedEngine.With(new PlantedBug("none", "no file", "", "", "", ""));
        string scripts = Path.Combine(Repository.Root, "tests", "NanoTcpClose.Conformance", "cases",
            "B-fin-wait-1.tcs");
        Assert.DoesNotContain("FAIL", engine.Execute("NanoTcpClose.Conformance", [new[] { scripts }]));
        Assert.DoesNotContain("VIOLATION", engine.Execute("NanoTcpClose.ModelCheck", States, Walks));
        engine.Unload();
    }
}
