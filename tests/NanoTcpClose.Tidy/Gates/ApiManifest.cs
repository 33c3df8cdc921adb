// Invariant: the name of a manifest's file is the name of the assembly that it lists.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>The public surface of one nanoFramework assembly.</summary>
public sealed class ApiManifest
{
    private ApiManifest(string assemblyName, string source, IReadOnlyList<ManifestEntry> entries)
    {
        AssemblyName = assemblyName;
        Source = source;
        Entries = entries;
    }

    public string AssemblyName { get; }

    /// <summary>Gets the package and version that the manifest was read from.</summary>
    public string Source { get; }

    public IReadOnlyList<ManifestEntry> Entries { get; }

    public static IReadOnlyList<ApiManifest> LoadAll(string folder)
    {
        return Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal).Select(Load).ToList();
    }

    private static ApiManifest Load(string path)
    {
        string[] lines = File.ReadAllLines(path);
        List<ManifestEntry> entries = lines
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(ManifestEntry.Parse)
            .ToList();
        return new ApiManifest(Path.GetFileNameWithoutExtension(path), lines[0].TrimStart('#', ' '), entries);
    }
}
