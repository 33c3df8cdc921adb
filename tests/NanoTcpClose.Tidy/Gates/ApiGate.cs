// Invariant: a reference passes only when a manifest lists it or when this file names it with a reason.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Every type and member that an assembly of the device side refers to must be in a manifest.</summary>
public sealed class ApiGate
{
    private readonly HashSet<string> _listed;
    private readonly HashSet<string> _ownAssemblies;
    private readonly IReadOnlyDictionary<string, string> _desktopOnly;

    public ApiGate(
        IReadOnlyList<ApiManifest> manifests,
        IEnumerable<string> ownAssemblies,
        IReadOnlyDictionary<string, string> desktopOnly)
    {
        _listed = manifests.SelectMany(manifest => manifest.Entries)
            .Where(entry => !entry.IsGeneric)
            .Select(entry => entry.Id)
            .ToHashSet();
        _ownAssemblies = ownAssemblies.ToHashSet();
        _desktopOnly = desktopOnly;
    }

    /// <summary>Checks what the types of a module refer to.</summary>
    /// <param name="module">A compiled device project.</param>
    /// <param name="desktopTypes">Full names of types that stand in files for the desktop alone.</param>
    public IReadOnlyList<string> Check(ModuleDefinition module, IReadOnlySet<string> desktopTypes)
    {
        return module.GetTypes()
            .Where(type => !desktopTypes.Contains(Outermost(type).FullName) && !IsAnonymous(type))
            .SelectMany(References.Of)
            .Where(reference => IsForeign(reference as TypeReference ?? reference.DeclaringType))
            .Select(Describe)
            .Where(id => !_listed.Contains(id) && !IsExcused(id[2..]))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(id => $"{module.Name}: {id} is not in the nanoFramework API manifests")
            .ToList();
    }

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        return type.DeclaringType == null ? type : Outermost(type.DeclaringType);
    }

    /// <summary>Only files for the desktop can have anonymous types: the board's build does not compile with one.</summary>
    private static bool IsAnonymous(TypeDefinition type)
    {
        return type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);
    }

    private bool IsForeign(TypeReference type)
    {
        return type is not TypeDefinition && !_ownAssemblies.Contains(type.Scope.Name);
    }

    private bool IsExcused(string name)
    {
        return _desktopOnly.Keys.Any(key => name == key || name.StartsWith(key + ".", StringComparison.Ordinal));
    }

    private static string Describe(MemberReference member)
    {
        return member switch
        {
            MethodReference method => MemberId.Of(method),
            FieldReference field => MemberId.Of(field),
            TypeReference type => MemberId.Of(type),
            _ => "?:" + member.FullName,
        };
    }
}
