// Invariant: this is what an .nfproj says, unchanged; what its folder holds is asked of the disk.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>One .nfproj with its packages.config and, when there is one, its .nuspec.</summary>
public sealed class DeviceProject
{
    private DeviceProject(string path, XDocument document)
    {
        FilePath = path;
        Folder = Path.GetDirectoryName(path)!;
        Name = Path.GetFileNameWithoutExtension(path);
        Document = document;
    }

    public string FilePath { get; }

    public string Folder { get; }

    public string Name { get; }

    public XDocument Document { get; }

    public string AssemblyName => Value("AssemblyName");

    public bool IsExecutable => Value("OutputType") == "Exe";

    public IReadOnlyList<string> CompileItems => Items("Compile");

    public IReadOnlyList<string> References => Items("Reference");

    public IReadOnlyList<string> HintPaths =>
        Elements("HintPath").Select(element => element.Value.Replace('\\', '/')).ToList();

    public IReadOnlyList<string> ProjectReferences =>
        Items("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item)).ToList();

    /// <summary>Gets what packages.config names: package id to version.</summary>
    public IReadOnlyDictionary<string, string> Packages => XDocument.Load(Path.Combine(Folder, "packages.config"))
        .Descendants("package")
        .ToDictionary(e => e.Attribute("id")!.Value, e => e.Attribute("version")!.Value);

    public string NuspecPath => Path.ChangeExtension(FilePath, ".nuspec");

    /// <summary>Gets the files that the board compiles: all of the folder but those for the desktop alone.</summary>
    public IReadOnlyList<string> BoardSources =>
        RepositoryLayout.FilesBelow(Folder, "*.cs").Where(path => !IsDesktopOnly(path)).ToList();

    public IReadOnlyList<string> DesktopSources => RepositoryLayout.FilesBelow(Folder, "*.cs");

    public static DeviceProject Load(string path)
    {
        return new DeviceProject(path, XDocument.Load(path, LoadOptions.PreserveWhitespace));
    }

    /// <summary>Files in a folder named Desktop, or named X.Desktop.cs, are not for the board.</summary>
    public static bool IsDesktopOnly(string path)
    {
        return path.Split('/').Contains("Desktop") || path.EndsWith(".Desktop.cs", StringComparison.Ordinal);
    }

    public IEnumerable<XElement> Elements(string name)
    {
        return Document.Descendants().Where(element => element.Name.LocalName == name);
    }

    private string Value(string name)
    {
        return Elements(name).Single().Value;
    }

    private IReadOnlyList<string> Items(string name)
    {
        return Elements(name).Select(e => e.Attribute("Include")!.Value.Replace('\\', '/')).ToList();
    }
}
