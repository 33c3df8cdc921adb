using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

/// <summary>Who builds a device project without nanoFramework's project system is told what to install, and nothing else.</summary>
public sealed class MissingProjectSystemTests
{
    private const string Filter = "src/NanoTcpClose.Device.slnf";
    private const string Advice = "on Windows install the Visual Studio extension '.NET nanoFramework'";

    /// <summary>The filter keeps the desktop projects out, which the compiler of the project system does not know.</summary>
    [Fact]
    public void Build_EndsInOneClearMessageAProject()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the project system may be installed here");
        ProcessStartInfo start = new(
            "dotnet",
            ["msbuild", Path.Combine(RepositoryLayout.Root, Filter), "-p:Configuration=Device Release", "-nologo", "-nodeReuse:false", "-v:m"])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        List<string> lines = output.Split('\n').Where(line => line.Trim().Length > 0).Distinct().ToList();
        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal(RepositoryLayout.DeviceProjects().Count, lines.Count);
        Assert.All(lines, line => Assert.Contains(Advice, line));
    }

    [Fact]
    public void SolutionFilter_HoldsTheDeviceProjectsAndNothingElse()
    {
        string text = File.ReadAllText(Path.Combine(RepositoryLayout.Root, Filter));
        using JsonDocument filter = JsonDocument.Parse(text);
        IEnumerable<string> listed = filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(path => path.GetString()!.Replace('\\', '/'));
        IEnumerable<string> present = RepositoryLayout.DeviceProjects()
            .Select(project => Path.GetRelativePath(RepositoryLayout.Root, project.FilePath).Replace('\\', '/'));

        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryDeviceProject_HasTheMessageBeforeEveryTarget()
    {
        foreach (DeviceProject project in RepositoryLayout.DeviceProjects())
        {
            Assert.Contains(Advice, project.Elements("Error").Single().Attribute("Text")!.Value);
            IEnumerable<string> guarded = project.Elements("Target")
                .Where(target => target.Attribute("DependsOnTargets")?.Value == "RequireNanoFrameworkProjectSystem")
                .Select(target => target.Attribute("Name")!.Value);
            Assert.Equal(["Restore", "Build", "Rebuild", "Clean"], guarded);
        }
    }
}
