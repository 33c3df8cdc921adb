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

    /// <summary>What the desktop's compiler adds by itself; none of it is on the board.</summary>
    public static IReadOnlyDictionary<string, string> CompilerMade { get; } = new Dictionary<string, string>
    {
        ["System.Runtime.CompilerServices.RefSafetyRulesAttribute"] = "an attribute; nothing executes it",
        ["System.Runtime.CompilerServices.CompilationRelaxationsAttribute"] = "an attribute; nothing executes it",
        ["System.Runtime.CompilerServices.RuntimeCompatibilityAttribute"] = "an attribute; nothing executes it",
        ["System.Runtime.CompilerServices.CompilerGeneratedAttribute"] = "an attribute; nothing executes it",
        ["System.Runtime.CompilerServices.IsReadOnlyAttribute"] = "an attribute; nothing executes it",
        ["System.Diagnostics.DebuggerBrowsableState"] = "an attribute's argument; nothing executes it",
        ["System.Security.UnverifiableCodeAttribute"] = "an attribute; nothing executes it",
    };

    public IReadOnlyList<string> Check(ModuleDefinition module)
    {
        IEnumerable<string> types = module.GetTypeReferences()
            .Where(IsForeign)
            .Select(MemberId.Of)
            .Where(id => !_listed.Contains(id) && !IsExcused(id[2..]));
        IEnumerable<string> members = module.GetMemberReferences()
            .Where(member => IsForeign(member.DeclaringType) && !IsListed(member))
            .Select(Describe)
            .Where(id => !IsExcused(id[2..]));
        return types.Concat(members)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(id => $"{module.Name}: {id} is not in the nanoFramework API manifests")
            .ToList();
    }

    private bool IsForeign(TypeReference type)
    {
        return !_ownAssemblies.Contains(type.GetElementType().Scope.Name.Replace(".dll", ""));
    }

    private bool IsListed(MemberReference member)
    {
        return _listed.Contains(Describe(member));
    }

    private bool IsExcused(string name)
    {
        string type = name.Split('(')[0];
        return CompilerMade.Keys.Any(key => type == key || type.StartsWith(key + ".", StringComparison.Ordinal))
            || _desktopOnly.Keys.Any(key => name == key || name.StartsWith(key + ".", StringComparison.Ordinal));
    }

    private static string Describe(MemberReference member)
    {
        return member switch
        {
            MethodReference method => MemberId.Of(method),
            FieldReference field => MemberId.Of(field),
            _ => "?:" + member.FullName,
        };
    }
}
