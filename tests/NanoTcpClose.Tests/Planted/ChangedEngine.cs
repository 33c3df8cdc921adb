// Invariant: the changed engine has the name of the real one and is loaded in a context of its own, so the runner and the model
// checker run on it as they stand.

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

    private readonly byte[] _image;

    private ChangedEngine(byte[] image)
        : base(isCollectible: true)
    {
        _image = image;
    }

    public static ChangedEngine With(PlantedBug bug)
    {
        string folder = Path.Combine(Repository.Root, "src", EngineName);
        var trees = new List<SyntaxTree>();
        var options = new CSharpParseOptions(LanguageVersion.CSharp9);
        foreach (string path in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(path).ReplaceLineEndings("\n");
            text = Path.GetFileName(path) == bug.File ? Change(text, bug) : text;
            bool output = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar)[0] is "obj" or "bin";
            if (!output)
            {
                trees.Add(CSharpSyntaxTree.ParseText(text, options));
            }
        }

        trees.Add(CSharpSyntaxTree.ParseText(Friends(), options));
        return new ChangedEngine(Compile(trees));
    }

    /// <summary>Calls "Program.Execute" of a program with the changed engine under it; gives what it printed.</summary>
    public string Execute(string program, params object[] arguments)
    {
        Assembly assembly = LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, program + ".dll"));
        MethodInfo method = assembly.GetType(program + ".Program")!.GetMethod("Execute", BindingFlags.Static | BindingFlags.NonPublic)!;
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

    /// <summary>The programs see what is internal, as with the real engine.</summary>
    private static string Friends()
    {
        string[] programs = ["NanoTcpClose.Conformance", "NanoTcpClose.ModelCheck"];
        return string.Concat(programs.Select(p => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{p}\")]\n"));
    }

    private static byte[] Compile(List<SyntaxTree> trees)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<MetadataReference> references = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);
        var stream = new MemoryStream();
        var result = CSharpCompilation.Create(EngineName, trees, references, options).Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return stream.ToArray();
    }
}
