// Invariant: the plain configurations build on any machine, so no .nfproj has a Build.0 there; the Device ones build
// every .nfproj and deploy what is an Exe.

using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Checks how the solution file lists the device projects.</summary>
public static class SolutionGate
{
    private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

    private static readonly Regex s_entry = new(
        @"^Project\(""(?<type>\{[^""]*\})""\) = ""[^""]*"", ""(?<path>[^""]*)"", ""(?<id>\{[^""]*\})""",
        RegexOptions.Multiline);

    public static IReadOnlyList<string> Check(string solution, IReadOnlyList<DeviceProject> projects)
    {
        return projects.SelectMany(project => Check(solution, project)).ToList();
    }

    private static IEnumerable<string> Check(string solution, DeviceProject project)
    {
        Match? entry = s_entry.Matches(solution)
            .FirstOrDefault(match => match.Groups["path"].Value.EndsWith($"\\{project.Name}.nfproj"));
        if (entry == null)
        {
            yield return $"{project.Name}.nfproj is not in the solution";
            yield break;
        }

        if (entry.Groups["type"].Value != ProjectType)
        {
            yield return $"{project.Name}.nfproj has the wrong project type in the solution";
        }

        string id = entry.Groups["id"].Value;
        foreach (string configuration in new[] { "Debug", "Release" })
        {
            string device = $"{id}.Device {configuration}|Any CPU.";
            if (solution.Contains($"\t{id}.{configuration}|Any CPU.Build.0"))
            {
                yield return $"{project.Name}.nfproj has a Build.0 in {configuration}: it breaks 'dotnet build'";
            }

            if (!solution.Contains($"{device}Build.0"))
            {
                yield return $"{project.Name}.nfproj has no Build.0 in Device {configuration}";
            }

            if (solution.Contains($"{device}Deploy.0") != project.IsExecutable)
            {
                yield return $"{project.Name}.nfproj: Deploy.0 in Device {configuration} is for an Exe, and only that";
            }
        }
    }
}
