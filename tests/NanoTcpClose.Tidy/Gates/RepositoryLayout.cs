// Invariant: every path that a gate reads is found from the solution file upwards of the running assembly; none is
// absolute.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Finds the repository and the files in it.</summary>
public static class RepositoryLayout
{
    private static readonly string[] s_generatedFolders =
    [
        "bin", "obj", "artifacts", "TestResults", ".git", "packages",
    ];

    public static string Root { get; } = FindRoot();

    public static string ManifestFolder => Path.Combine(Root, "tests", "NanoTcpClose.Tidy", "api");

    /// <summary>All files below a folder that a person wrote, as paths relative to it with forward slashes.</summary>
    public static IReadOnlyList<string> FilesBelow(string folder, string pattern)
    {
        return Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => s_generatedFolders.Contains(part)))
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Every .nfproj there is: nothing about the set of device projects is written down twice.</summary>
    public static IReadOnlyList<DeviceProject> DeviceProjects()
    {
        return FilesBelow(Root, "*.nfproj").Select(path => DeviceProject.Load(Path.Combine(Root, path))).ToList();
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "NanoTcpClose.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("NanoTcpClose.sln is not in any folder above the tests.");
    }
}
