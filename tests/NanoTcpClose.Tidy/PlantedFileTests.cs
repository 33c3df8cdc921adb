// Invariant: every rule about files is shown to fail on a violation made for it.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class PlantedFileTests
{
    private static readonly Dictionary<string, string> s_packages = new() { ["nanoFramework.System.Net"] = "1.2.3" };

    [Fact]
    public void ProjectFileGate_NamesTheLinesToAddAndToRemove()
    {
        IReadOnlyList<string> findings =
            ProjectFileGate.Check("P", ["A.cs", "A.cs", "Old.cs"], ["A.cs", "Wire/New.cs"]);

        Expect.One(findings, "lacks:    <Compile Include=\"Wire\\New.cs\" />");
        Expect.One(findings, "in excess:    <Compile Include=\"Old.cs\" />");
        Expect.One(findings, "twice:    <Compile Include=\"A.cs\" />");
    }

    [Fact]
    public void Fix_ReplacesTheCompileItemsAndNothingElse()
    {
        const string Before = "<X>\n    <Compile Include=\"Old.cs\" />\n    <Compile Include=\"B.cs\" />\n</X>\n";

        string after = ProjectFileGate.WithCompileItems(Before, ["A.cs", "Wire/B.cs"]);

        Assert.Equal("<X>\n    <Compile Include=\"A.cs\" />\n    <Compile Include=\"Wire\\B.cs\" />\n</X>\n", after);
    }

    [Theory]
    [InlineData("../../packages/nanoFramework.System.Net.1.2.4/lib/System.Net.dll", "the HintPath is")]
    [InlineData("../../packages/nanoFramework.System.Text.1.2.3/lib/Text.dll", "lacks the package")]
    public void PackageGate_RefusesHintPaths(string hint, string part)
    {
        Expect.One(PackageGate.CheckHintPaths("P", s_packages, [hint]).ToList(), part);
    }

    [Theory]
    [InlineData("nanoFramework.System.Net", "1.2.2", "lacks nanoFramework.System.Net 1.2.3")]
    [InlineData("nanoFramework.Other", "1.0.0", "has nanoFramework.Other, packages.config has not")]
    public void PackageGate_RefusesNuspecs(string id, string version, string part)
    {
        Expect.One(PackageGate.CheckDependencies("P", s_packages, [(id, version)]).ToList(), part);
    }

    [Theory]
    [InlineData("nanoFramework.System.Net", "lacks nanoFramework.System.Text, which nanoFramework.System.Net needs")]
    [InlineData("nanoFramework.Other", "does not know nanoFramework.Other")]
    public void PackageGate_RefusesWhatWouldNotLinkOnTheBoard(string package, string part)
    {
        Dictionary<string, string[]> needs = new() { ["nanoFramework.System.Net"] = ["nanoFramework.System.Text"] };

        Expect.One(PackageGate.CheckClosure("P", [package], needs).ToList(), part);
    }

    [Theory]
    [InlineData("Device Debug|Any CPU.Build.0", "Debug|Any CPU.Build.0", "has a Build.0 in Debug")]
    [InlineData("Device Debug|Any CPU.Build.0", "Device Debug|Any CPU.Nothing", "no Build.0 in Device Debug")]
    [InlineData("Device Debug|Any CPU.Deploy.0", "Device Debug|Any CPU.Nothing", "Deploy.0 in Device Debug")]
    [InlineData("{11A8DD76", "{FAE04EC0", "wrong project type")]
    [InlineData(".nfproj", ".csproj", "not in the solution")]
    public void SolutionGate_Refuses(string from, string to, string part)
    {
        string solution = File.ReadAllText(Path.Combine(RepositoryLayout.Root, "NanoTcpClose.sln")).Replace(from, to);

        Expect.One(SolutionGate.Check(solution, RepositoryLayout.DeviceProjects()), part);
    }

    public static IEnumerable<TheoryDataRow<string, string>> BadTexts()
    {
        yield return new("class A\n{\n" + string.Concat(Enumerable.Repeat("\n", 400)) + "}\n", "more than 400");
        yield return new("class A { void F() {\n" + string.Concat(Enumerable.Repeat("\n", 71)) + "} }\n", "a method");
        yield return new("// " + new string('x', 206) + "\n", "209 columns");
        yield return new("// a\tb\n", "a tab");
        yield return new("// a \n", "blanks at the end");
        yield return new("// TO" + "DO: later\n", "TO" + "DO");
        yield return new("\n// late\n", "begins with neither");
        yield return new("// no end", "ends in no line break");
        yield return new("\uFEFF// mark\n", "byte order mark");
        yield return new("namespace N { class A { } class B { } }\n", "several types");
        yield return new("namespace N { class B { } }\n", "holds the type B");
        yield return new("namespace N;\n", "file-scoped");
    }

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void TextGate_Refuses(string text, string part)
    {
        Expect.One(TextGate.Check("src/A.cs", text, deviceSide: true), part);
    }

    [Fact]
    public void LongLines_CountsThoseOver120Columns()
    {
        string line = new('x', 120);

        Assert.Equal(1, TextGate.LongLines($"{line}\n{line}x\n{line}\r\n"));
    }

    [Fact]
    public void TextGate_PassesAPlainFile()
    {
        const string Text = "// Why.\n\nnamespace N\n{\n    class A\n    {\n    }\n}\n";

        Expect.None(TextGate.Check("src/A.Part.cs", Text, deviceSide: true));
    }
}
