using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class RepositoryTests
{
    private static readonly IReadOnlyList<DeviceProject> s_projects = RepositoryLayout.DeviceProjects();

    /// <summary>When it fails: dotnet run --project tests/NanoTcpClose.Sizes -- fix-nfproj.</summary>
    [Fact]
    public void NanoProjects_ListTheFilesOfTheirFolders()
    {
        Expect.None(s_projects.SelectMany(ProjectFileGate.Check).ToList());
    }

    [Fact]
    public void PackageVersions_Agree()
    {
        Expect.None(PackageGate.Check(s_projects));
    }

    [Fact]
    public void Solution_BuildsNanoProjectsInDeviceConfigurationsOnly()
    {
        string solution = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "NanoTcpClose.sln"));

        Expect.None(SolutionGate.Check(solution, s_projects));
    }

    [Fact]
    public void References_AreThoseOfTheDesktopProject()
    {
        IEnumerable<string> findings = s_projects
            .Where(project => File.Exists(Path.ChangeExtension(project.FilePath, ".csproj")))
            .Where(project => !DesktopReferences(project).Except(["NanoTcpClose.VirtualBoard"])
                .All(project.ProjectReferences.Contains))
            .Select(project => $"{project.Name}.nfproj lacks a ProjectReference that the .csproj has");

        Expect.None(findings.ToList());
    }

    [Fact]
    public void CSharpFiles_KeepTheRules()
    {
        List<string> devicePrefixes = s_projects
            .Select(project => Path.GetRelativePath(RepositoryLayout.Root, project.Folder).Replace('\\', '/') + "/")
            .ToList();
        IEnumerable<string> findings = RepositoryLayout.FilesBelow(RepositoryLayout.Root, "*.cs")
            .SelectMany(path => TextGate.Check(
                path,
                File.ReadAllText(Path.Combine(RepositoryLayout.Root, path)),
                devicePrefixes.Any(path.StartsWith)));

        Expect.None(findings.ToList());
    }

    /// <summary>A ratchet: 120 columns is the rule, and what is older than the rule may only become less.</summary>
    [Fact]
    public void LinesOver120Columns_OnlyBecomeFewer()
    {
        const int AtMost = 400;

        int count = RepositoryLayout.FilesBelow(RepositoryLayout.Root, "*.cs")
            .Sum(path => TextGate.LongLines(File.ReadAllText(Path.Combine(RepositoryLayout.Root, path))));

        Assert.True(count <= AtMost, $"{count} lines are over 120 columns, {AtMost} were: break the new ones.");
    }

    private static IEnumerable<string> DesktopReferences(DeviceProject project)
    {
        return DeviceProject.Load(Path.ChangeExtension(project.FilePath, ".csproj")).ProjectReferences;
    }
}
