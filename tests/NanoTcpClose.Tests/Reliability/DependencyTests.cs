using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NanoTcpClose.Tests.Docs;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>docs/dependencies.md names every package with its licence, and SECURITY.md says what it must.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void EveryPackage_HasALicenceInTheList()
    {
        string[] lines = Read("docs/dependencies.md").Split("## Licences")[1].Split('\n');
        IEnumerable<string> missing = Packages()
            .Where(package => !lines.Any(line =>
                Regex.IsMatch(line, $@"(\| |, ){Regex.Escape(package)}(,| \|).*(MIT|Apache-2\.0|BSD-3-Clause) \|$")))
            .ToList();

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("blind off-path")]
    [InlineData("on-path")]
    [InlineData("local")]
    [InlineData("Report a vulnerability")]
    [InlineData("dotnet list package --vulnerable")]
    public void SecurityPolicy_Says(string what)
    {
        Assert.Contains(what, Read("SECURITY.md"), StringComparison.Ordinal);
    }

    private static List<string> Packages()
    {
        MatchCollection central = Regex
            .Matches(Read("Directory.Packages.props"), "PackageVersion Include=\"([^\"]+)\"");
        List<string> packages = [.. central.Select(match => match.Groups[1].Value)];
        foreach (string file in Directory
            .GetFiles(Path.Combine(RepositoryFile.Root, "src"), "packages.config", SearchOption.AllDirectories))
        {
            packages.AddRange(Regex.Matches(File.ReadAllText(file), "package id=\"([^\"]+)\"")
                .Select(match => match.Groups[1].Value));
        }

        Assert.True(packages.Count > 15);
        return [.. packages.Distinct()];
    }

    private static string Read(string path)
    {
        return File.ReadAllText(Path.Combine(RepositoryFile.Root, path)).ReplaceLineEndings("\n");
    }
}
