// Invariant: the board build sees C# 9, the symbol NANOFRAMEWORK_1_0 and only what the .nfproj references; the desktop
// build sees the same files, without the symbol, and the assemblies of this runtime. Both are made from the files of
// the moment, so neither is stale.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Mono.Cecil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Compiles device projects in memory.</summary>
public sealed class BoardCompiler
{
    private const string BoardSymbol = "NANOFRAMEWORK_1_0";

    private static readonly EmitOptions s_emit = new(runtimeMetadataVersion: "v4.0.30319");

    private readonly Dictionary<string, CSharpCompilation> _finished = new();
    private readonly IReadOnlyList<DeviceProject> _projects;
    private readonly bool _board;

    public BoardCompiler(IReadOnlyList<DeviceProject> projects, bool board)
    {
        _projects = projects;
        _board = board;
    }

    public CSharpCompilation Compile(DeviceProject project)
    {
        if (_finished.TryGetValue(project.Name, out CSharpCompilation? earlier))
        {
            return earlier;
        }

        IEnumerable<string> sources = _board ? project.BoardSources : project.DesktopSources;
        IEnumerable<(string Name, string Text)> files = sources
            .Select(path => ($"{project.Name}/{path}", File.ReadAllText(Path.Combine(project.Folder, path))));
        IEnumerable<MetadataReference> needed = project.ProjectReferences
            .Select(name => _projects.Single(other => other.Name == name))
            .Select(other => (MetadataReference)Compile(other).ToMetadataReference());
        CSharpCompilation compilation = Create(
            project.AssemblyName,
            files,
            (_board ? project.References.Select(StubLibrary.Default.Reference) : DesktopReferences()).Concat(needed),
            _board,
            project.IsExecutable);
        _finished[project.Name] = compilation;
        return compilation;
    }

    /// <summary>Compiles a text for the board; unsafe code passes, so that the gates can refuse it.</summary>
    public static CSharpCompilation CompileText(string source)
    {
        IEnumerable<MetadataReference> references = StubLibrary.Default.Manifests
            .Select(manifest => StubLibrary.Default.Reference(manifest.AssemblyName));
        CSharpCompilation compilation = Create("Planted", [("Planted.cs", source)], references, true, false);
        return compilation.WithOptions(compilation.Options.WithAllowUnsafe(true));
    }

    /// <summary>Emits too: a type that only the emitted code needs, as that of volatile, is missed no sooner.</summary>
    public static IReadOnlyList<string> Errors(CSharpCompilation compilation)
    {
        return compilation.Emit(Stream.Null, options: s_emit).Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString())
            .ToList();
    }

    /// <summary>Full names of the types that files for the desktop alone declare.</summary>
    public static IReadOnlySet<string> DesktopTypes(CSharpCompilation compilation)
    {
        return compilation.SyntaxTrees.Where(tree => DeviceProject.IsDesktopOnly(tree.FilePath))
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
                .Select(node => compilation.GetSemanticModel(tree).GetDeclaredSymbol(node)!.ToDisplayString()))
            .ToHashSet();
    }

    public static ModuleDefinition Module(CSharpCompilation compilation)
    {
        MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream, options: s_emit);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        }

        stream.Position = 0;
        return ModuleDefinition.ReadModule(stream);
    }

    private static CSharpCompilation Create(
        string name,
        IEnumerable<(string Name, string Text)> files,
        IEnumerable<MetadataReference> references,
        bool board,
        bool executable)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp9, preprocessorSymbols: board ? [BoardSymbol] : []);
        return CSharpCompilation.Create(
            name,
            files.Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Name)).ToList(),
            references,
            new CSharpCompilationOptions(
                executable ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release));
    }

    private static IEnumerable<MetadataReference> DesktopReferences()
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("NanoTcpClose", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
