// Invariant: an .nfproj lists each file of its folder once, in ordinal order, and nothing else; the order makes a merge
// quiet.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Holds an .nfproj to the files of its folder, and can write them into it.</summary>
public static class ProjectFileGate
{
    private static readonly Regex s_compileItems = new(
        @"(?:^[ \t]*<Compile Include=""[^""]*"" />\r?\n)+", RegexOptions.Multiline);

    public static IReadOnlyList<string> Check(DeviceProject project)
    {
        return Check(project.Name, project.CompileItems, project.BoardSources);
    }

    public static IReadOnlyList<string> Check(string name, IReadOnlyList<string> listed, IReadOnlyList<string> present)
    {
        IEnumerable<string> missing = present.Except(listed).Select(path => $"{name}.nfproj lacks:    {Line(path)}");
        IEnumerable<string> extra = listed.Except(present)
            .Select(path => $"{name}.nfproj has in excess:    {Line(path)}");
        IEnumerable<string> twice = listed.GroupBy(path => path)
            .Where(group => group.Count() > 1)
            .Select(group => $"{name}.nfproj lists twice:    {Line(group.Key)}");
        return missing.Concat(extra).Concat(twice).ToList();
    }

    /// <summary>Rewrites the Compile items from the folder.</summary>
    /// <returns>True when the file changed.</returns>
    public static bool Fix(DeviceProject project)
    {
        string text = File.ReadAllText(project.FilePath);
        string updated = WithCompileItems(text, project.BoardSources);
        File.WriteAllText(project.FilePath, updated);
        return updated != text;
    }

    public static string WithCompileItems(string text, IEnumerable<string> paths)
    {
        string items = string.Concat(paths.Select(path => $"    {Line(path)}\n"));
        return s_compileItems.Replace(text, items, 1);
    }

    private static string Line(string path)
    {
        return $"<Compile Include=\"{path.Replace('/', '\\')}\" />";
    }
}
