// Invariant: one version of a package everywhere: packages.config, HintPath and .nuspec of every device project say the
// same.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Compares the package versions of the device projects.</summary>
public static class PackageGate
{
    private static readonly Regex s_hint = new(
        @"packages/(?<id>nanoFramework(?:\.[A-Za-z]\w*)+)\.(?<version>\d[^/]*)/lib/");

    public static IReadOnlyList<string> Check(IReadOnlyList<DeviceProject> projects)
    {
        return projects.SelectMany(CheckHintPaths)
            .Concat(projects.SelectMany(CheckNuspec))
            .Concat(CheckBetween(projects))
            .Concat(projects.SelectMany(project => CheckClosure(project.Name, project.Packages.Keys, Needs())))
            .ToList();
    }

    public static IEnumerable<string> CheckHintPaths(
        string name, IReadOnlyDictionary<string, string> packages, IReadOnlyList<string> hintPaths)
    {
        HashSet<string> used = [];
        foreach (string hint in hintPaths)
        {
            Match match = s_hint.Match(hint);
            string id = match.Groups["id"].Value;
            used.Add(id);
            if (!packages.TryGetValue(id, out string? version))
            {
                yield return $"{name}: packages.config lacks the package of {hint}";
            }
            else if (version != match.Groups["version"].Value)
            {
                yield return $"{name}: packages.config has {id} {version}, the HintPath is {hint}";
            }
        }

        foreach (string id in packages.Keys.Except(used))
        {
            yield return $"{name}: packages.config has {id}, no Reference uses it";
        }
    }

    public static IEnumerable<string> CheckDependencies(
        string name,
        IReadOnlyDictionary<string, string> packages,
        IEnumerable<(string Id, string Version)> dependencies)
    {
        Dictionary<string, string> stated = dependencies.ToDictionary(pair => pair.Id, pair => pair.Version);
        IEnumerable<string> wrong = packages.Where(package => stated.GetValueOrDefault(package.Key) != package.Value)
            .Select(package => $"{name}.nuspec lacks {package.Key} {package.Value}");
        IEnumerable<string> extra = stated.Where(pair => pair.Value != "$version$" && !packages.ContainsKey(pair.Key))
            .Select(pair => $"{name}.nuspec has {pair.Key}, packages.config has not");
        return wrong.Concat(extra);
    }

    /// <summary>packages.config lists what the packages need in turn, for nothing else brings it to the board.</summary>
    public static IEnumerable<string> CheckClosure(
        string name, IEnumerable<string> packages, IReadOnlyDictionary<string, string[]> needs)
    {
        HashSet<string> present = [.. packages];
        foreach (string package in present)
        {
            if (!needs.TryGetValue(package, out string[]? needed))
            {
                yield return $"{name}: api/package-dependencies.txt does not know {package}";
                continue;
            }

            foreach (string missing in needed.Except(present))
            {
                yield return $"{name}: packages.config lacks {missing}, which {package} needs";
            }
        }
    }

    private static Dictionary<string, string[]> Needs()
    {
        string path = Path.Combine(
            RepositoryLayout.Root, "tests", "NanoTcpClose.Tidy", "api", "package-dependencies.txt");
        return File.ReadLines(path)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(':', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static IEnumerable<string> CheckHintPaths(DeviceProject project)
    {
        return CheckHintPaths(project.Name, project.Packages, project.HintPaths);
    }

    private static IEnumerable<string> CheckNuspec(DeviceProject project)
    {
        if (!File.Exists(project.NuspecPath))
        {
            return [];
        }

        IEnumerable<(string Id, string Version)> dependencies = XDocument.Load(project.NuspecPath).Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));
        return CheckDependencies(project.Name, project.Packages, dependencies);
    }

    private static IEnumerable<string> CheckBetween(IReadOnlyList<DeviceProject> projects)
    {
        return projects.SelectMany(project => project.Packages)
            .Distinct()
            .GroupBy(package => package.Key)
            .Where(versions => versions.Count() > 1)
            .Select(group => $"{group.Key} has several versions: {string.Join(", ", group.Select(v => v.Value))}");
    }
}
