// Invariant: what comes out declares exactly what a manifest lists, plus the interface members that an implementing
// type must have and one internal constructor where a class lists none. No body does anything: every member is extern
// or throws.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Writes C# declarations for one nanoFramework assembly from its manifest.</summary>
public sealed class StubGenerator
{
    private readonly Dictionary<string, ManifestEntry> _types = new();
    private readonly ILookup<string, ManifestEntry> _members;
    private readonly StringBuilder _text = new();

    public StubGenerator(IReadOnlyList<ApiManifest> all)
    {
        List<ManifestEntry> entries = all.SelectMany(manifest => manifest.Entries).Where(e => !e.IsGeneric).ToList();
        foreach (ManifestEntry entry in entries.Where(entry => entry.IsType))
        {
            _types.TryAdd(entry.Name, entry);
        }

        _members = entries.Where(entry => !entry.IsType).ToLookup(entry => entry.Owner);
    }

    public string Generate(ApiManifest manifest)
    {
        _text.Clear();
        foreach (ManifestEntry type in manifest.Entries.Where(entry => entry.IsType && !entry.IsGeneric))
        {
            if (!_types.ContainsKey(Parent(type.Name)))
            {
                _text.Append("namespace ").Append(Parent(type.Name)).Append("\n{\n");
                WriteType(type);
                _text.Append("}\n");
            }
        }

        return _text.ToString();
    }

    private void WriteType(ManifestEntry type)
    {
        if (type.Has("delegate"))
        {
            ManifestEntry invoke = _members[type.Name].Single(member => member.Name == "Invoke");
            string parameters = StubSyntax.Parameters(invoke.Parameters);
            _text.Append($"public delegate {StubSyntax.Type(invoke.Type)} {ShortName(type)}({parameters});\n");
            return;
        }

        if (type.Type.Contains("System.Attribute"))
        {
            _text.Append("[System.AttributeUsage(System.AttributeTargets.All, AllowMultiple = true)]\n");
        }

        string bases = StubSyntax.Bases(type);
        _text.Append($"public {type.Kind} {ShortName(type)}{bases}\n{{\n");
        if (type.Has("enum"))
        {
            WriteEnumMembers(type);
        }
        else
        {
            WriteMembers(type);
        }

        foreach (ManifestEntry nested in _types.Values.Where(nested => Parent(nested.Name) == type.Name).ToList())
        {
            WriteType(nested);
        }

        _text.Append("}\n");
    }

    private void WriteEnumMembers(ManifestEntry type)
    {
        foreach (ManifestEntry member in _members[type.Name].Where(member => member.Has("const")))
        {
            _text.Append($"@{member.Name} {member.Value},\n");
        }
    }

    private void WriteMembers(ManifestEntry type)
    {
        bool isInterface = type.Has("interface");
        bool isClosed = type.Has("sealed") || type.Has("struct");
        List<ManifestEntry> members = _members[type.Name].ToList();
        foreach (ManifestEntry member in members)
        {
            string text = StubSyntax.Member(member, ShortName(type), isInterface, isClosed, BaseCall(type));
            _text.Append(text).Append('\n');
        }

        if (type.Has("class") && !type.Has("static") && !members.Any(member => member.Name == ".ctor"))
        {
            _text.Append($"internal {ShortName(type)}(){BaseCall(type)} {{ }}\n");
        }

        foreach (string implemented in StubSyntax.BaseNames(type).Where(name => !isInterface && IsInterface(name)))
        {
            WriteExplicit(implemented, members);
        }
    }

    private void WriteExplicit(string interfaceName, List<ManifestEntry> members)
    {
        foreach (ManifestEntry member in _members[interfaceName].Where(member => !members.Any(member.SameMember)))
        {
            _text.Append(StubSyntax.Explicit(member, interfaceName)).Append('\n');
        }
    }

    /// <summary>A base class without a parameterless constructor is called with defaults.</summary>
    private string BaseCall(ManifestEntry type)
    {
        string? baseName = StubSyntax.BaseNames(type)
            .FirstOrDefault(name => _types.ContainsKey(name) && !IsInterface(name));
        List<ManifestEntry> constructors = baseName == null
            ? []
            : _members[baseName].Where(member => member.Name == ".ctor").ToList();
        if (constructors.Count == 0 || constructors.Any(constructor => constructor.Parameters.Length == 0))
        {
            return "";
        }

        return $" : base({StubSyntax.Defaults(constructors[0].Parameters)})";
    }

    private bool IsInterface(string name)
    {
        return _types.TryGetValue(name, out ManifestEntry? type) && type.Has("interface");
    }

    private static string Parent(string name)
    {
        return name[..name.LastIndexOf('.')];
    }

    private static string ShortName(ManifestEntry type)
    {
        return type.Name[(type.Name.LastIndexOf('.') + 1)..];
    }
}
