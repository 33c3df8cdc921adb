// Invariant: the changed engine has the name of the real one and is loaded in a context of its own, so the runner and
// the model checker run on it as they stand.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoTcpClose.Conformance.Report;
using NanoTcpClose.Tests.Conformance;
using Xunit;

namespace NanoTcpClose.Tests.Planted;

/// <summary>Compiles the engine with one change and loads a program over it.</summary>
internal sealed class ChangedEngine : AssemblyLoadContext
{
    private const string EngineName = "NanoTcpClose";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp9);
    private static readonly Lazy<List<SyntaxTree>> s_trees = new(Parse);
    private static readonly Lazy<List<MetadataReference>> s_platform = new(Platform);

    private readonly byte[] _image;

    private ChangedEngine(byte[] image)
        : base(isCollectible: true)
    {
        _image = image;
    }

    public static ChangedEngine With(PlantedBug bug)
    {
        List<SyntaxTree> trees = s_trees.Value.ConvertAll(tree => Path.GetFileName(tree.FilePath) != bug.File
            ? tree
            : CSharpSyntaxTree.ParseText(Change(tree.ToString(), bug), s_options, tree.FilePath));
        return new ChangedEngine(Compile(trees));
    }

    /// <summary>Calls "Program.Execute" of a program with the changed engine under it; gives what it printed.</summary>
    public string Execute(string program, params object[] arguments)
    {
        Assembly assembly = LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, program + ".dll"));
        MethodInfo method = assembly.GetType(program + ".Program")!.GetMethod("Execute",
            BindingFlags.Static | BindingFlags.NonPublic)!;
        var output = new StringWriter();
        int writers = method.GetParameters().Length - arguments.Length;
        method.Invoke(null, [.. arguments, .. Enumerable.Repeat<object>(output, writers)]);
        return output.ToString();
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        return assemblyName.Name == EngineName ? LoadFromStream(new MemoryStream(_image)) : null;
    }

    private static string Change(string text, PlantedBug bug)
    {
        int at = text.IndexOf(bug.Original, StringComparison.Ordinal);
        bool once = at >= 0 && text.IndexOf(bug.Original, at + 1, StringComparison.Ordinal) < 0;
        Assert.True(once, $"{bug.File} does not hold this text once (any more); adapt PlantedBugs.cs: {bug.Original}");
        return text.Replace(bug.Original, bug.Changed, StringComparison.Ordinal);
    }

    /// <summary>The engine as it is, parsed once.</summary>
    private static List<SyntaxTree> Parse()
    {
        string folder = Path.Combine(Repository.Root, "src", EngineName);
        var trees = new List<SyntaxTree>();
        foreach (string path in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("obj" or "bin"))
            {
                trees.Add(CSharpSyntaxTree.ParseText(File.ReadAllText(path).ReplaceLineEndings("\n"), s_options, path));
            }
        }

        trees.Add(CSharpSyntaxTree.ParseText(Friends(), s_options));
        return trees;
    }

    private static List<MetadataReference> Platform()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll")
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToList();
    }

    /// <summary>The programs see what is internal, as with the real engine.</summary>
    private static string Friends()
    {
        string[] programs = ["NanoTcpClose.Conformance", "NanoTcpClose.ModelCheck"];
        return string.Concat(programs.Select(
            p => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{p}\")]\n"));
    }

    private static byte[] Compile(List<SyntaxTree> trees)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release);
        var stream = new MemoryStream();
        var result = CSharpCompilation.Create(EngineName, trees, s_platform.Value, options)
            .Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n',
            result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return stream.ToArray();
    }
}
