// Invariant: an assembly is compiled once everything that it names is compiled; the order is found, not written down.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Declaration-only assemblies with the names and the surface of the nanoFramework ones.</summary>
public sealed class StubLibrary
{
    private static readonly Lazy<StubLibrary> s_default = new(
        () => new StubLibrary(ApiManifest.LoadAll(RepositoryLayout.ManifestFolder)));

    private readonly Dictionary<string, MetadataReference> _references = new();

    public StubLibrary(IReadOnlyList<ApiManifest> manifests)
    {
        Manifests = manifests;
        StubGenerator generator = new(manifests);
        List<ApiManifest> waiting = manifests.ToList();
        while (waiting.Count > 0)
        {
            List<string> errors = [];
            List<ApiManifest> done = waiting.Where(manifest => TryCompile(manifest, generator, errors)).ToList();
            if (done.Count == 0)
            {
                throw new InvalidOperationException("No stub compiles:\n" + string.Join("\n", errors));
            }

            waiting.RemoveAll(done.Contains);
        }
    }

    public static StubLibrary Default => s_default.Value;

    public IReadOnlyList<ApiManifest> Manifests { get; }

    public MetadataReference Reference(string assemblyName)
    {
        return _references.TryGetValue(assemblyName, out MetadataReference? reference)
            ? reference
            : throw new InvalidOperationException($"tests/NanoTcpClose.Tidy/api has no {assemblyName}.tsv.");
    }

    private bool TryCompile(ApiManifest manifest, StubGenerator generator, List<string> errors)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            manifest.AssemblyName,
            [CSharpSyntaxTree.ParseText(generator.Generate(manifest))],
            _references.Values,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(stream, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        errors.AddRange(result.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Take(20)
            .Select(diagnostic => $"{manifest.AssemblyName}: {diagnostic.GetMessage()} {SourceLine(diagnostic)}"));
        if (result.Success)
        {
            _references[manifest.AssemblyName] = MetadataReference.CreateFromImage(stream.ToArray());
        }

        return result.Success;
    }

    private static string SourceLine(Diagnostic diagnostic)
    {
        int line = diagnostic.Location.GetLineSpan().StartLinePosition.Line;
        return diagnostic.Location.SourceTree?.GetText().Lines[line].ToString() ?? "";
    }
}
