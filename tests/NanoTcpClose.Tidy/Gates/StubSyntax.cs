// Invariant: each function turns one column of a manifest into C# and knows nothing of the line around it.

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>The C# spelling of manifest entries.</summary>
public static class StubSyntax
{
    private static readonly Dictionary<string, string> s_operators = new()
    {
        ["op_Addition"] = "+",
        ["op_Subtraction"] = "-",
        ["op_Equality"] = "==",
        ["op_Inequality"] = "!=",
        ["op_GreaterThan"] = ">",
        ["op_GreaterThanOrEqual"] = ">=",
        ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=",
        ["op_UnaryNegation"] = "-",
        ["op_UnaryPlus"] = "+",
    };

    public static string Type(string name)
    {
        return name == "System.Void" ? "void" : "global::" + name.TrimEnd('@');
    }

    public static string Bases(ManifestEntry type)
    {
        IEnumerable<string> names = type.Has("static") ? [] : BaseNames(type);
        string list = string.Join(", ", names.Select(Type));
        return list.Length == 0 ? "" : " : " + EnumBase(list);
    }

    public static IEnumerable<string> BaseNames(ManifestEntry type)
    {
        return type.Type.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(name => !name.Contains('`'));
    }

    public static string Parameters(string list)
    {
        return string.Join(", ", list.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Parameter));
    }

    public static string Defaults(string list)
    {
        IEnumerable<string> types = list.Split(", ").Select(item => item.Split(' ')[^2]);
        return string.Join(", ", types.Select(type => $"default({Type(type)})"));
    }

    public static string Member(ManifestEntry member, string typeName, bool isInterface, bool isClosed, string baseCall)
    {
        if (member.Name == "Finalize" && member.Has("override"))
        {
            return $"extern ~{typeName}();";
        }

        string head = Modifiers(member, isInterface, isClosed);
        if (member.Name == ".ctor")
        {
            string signature = $"{head}{typeName}({Parameters(member.Parameters)})".Replace("extern ", "");
            return $"{signature}{baseCall} {{ throw null; }}";
        }

        // The compiler calls an indexer Item unless told otherwise; String's is called Chars.
        string rename = member.Has("property") && member.Id.Contains('(') && member.Name != "Item"
            ? $"[global::System.Runtime.CompilerServices.IndexerName(\"{member.Name}\")] "
            : "";
        return rename + head + Body(member, "");
    }

    /// <summary>The members of an interface that the type implements out of sight.</summary>
    public static string Explicit(ManifestEntry member, string interfaceName)
    {
        return "extern " + Body(member, Type(interfaceName) + ".");
    }

    /// <summary>True when both declare the same member, as seen by whoever implements an interface.</summary>
    public static bool SameMember(this ManifestEntry one, ManifestEntry other)
    {
        return one.Name == other.Name && one.Type == other.Type && TypesOf(one) == TypesOf(other)
            && !other.Has("protected");
    }

    private static string TypesOf(ManifestEntry member)
    {
        return member.Id.Contains('(') ? member.Id[member.Id.IndexOf('(')..] : "";
    }

    private static string EnumBase(string list)
    {
        return list switch
        {
            "global::System.Byte" => "byte",
            "global::System.SByte" => "sbyte",
            "global::System.Int16" => "short",
            "global::System.UInt16" => "ushort",
            "global::System.Int32" => "int",
            "global::System.UInt32" => "uint",
            "global::System.Int64" => "long",
            "global::System.UInt64" => "ulong",
            _ => list,
        };
    }

    private static string Modifiers(ManifestEntry member, bool isInterface, bool isClosed)
    {
        if (isInterface)
        {
            return "";
        }

        string visibility = member.Has("protected") ? "protected " : "public ";
        if (member.Has("field"))
        {
            return visibility + (member.Has("const") ? "const " : "") + (member.Has("static") ? "static " : "")
                + (member.Has("readonly") ? "readonly " : "");
        }

        string kind = member.Has("static") ? "static "
            : member.Has("override") ? "override "
            : member.Has("abstract") ? "abstract "
            : member.Has("virtual") && !isClosed ? "virtual " : "";
        return visibility + kind + (kind == "abstract " ? "" : "extern ");
    }

    private static string Body(ManifestEntry member, string prefix)
    {
        string type = Type(member.Type);
        string name = prefix + "@" + member.Name;
        if (member.Has("field"))
        {
            return member.Has("const") ? $"{type} {name} = {Constant(member)};" : $"{type} {name};";
        }

        if (member.Has("event"))
        {
            return $"event {type} {name};";
        }

        if (member.Has("property"))
        {
            string accessors = string.Concat(member.Value.Split(' ').Select(accessor => accessor + "; "));
            string index = $"{prefix}this[{Parameters(member.Parameters)}]";
            return $"{type} {(member.Id.Contains('(') ? index : name)} {{ {accessors}}}";
        }

        string parameters = Parameters(member.Parameters);
        if (member.Name is "op_Implicit" or "op_Explicit")
        {
            return $"{member.Name[3..].ToLowerInvariant()} operator {type}({parameters});";
        }

        return s_operators.TryGetValue(member.Name, out string? symbol)
            ? $"{type} operator {symbol}({parameters});"
            : $"{type} {name}({parameters});";
    }

    private static string Constant(ManifestEntry member)
    {
        string type = Type(member.Type);
        return member.Value[2..] switch
        {
            "NaN" => $"({type})(0.0 / 0.0)",
            "Infinity" => $"({type})(1.0 / 0.0)",
            "-Infinity" => $"({type})(-1.0 / 0.0)",
            string value => member.Type == "System.String" ? value : $"({type})({value})",
        };
    }

    private static string Parameter(string item)
    {
        string[] halves = item.Split(" = ", 2);
        string[] words = halves[0].Split(' ');
        string modifiers = string.Concat(words[..^2].Select(word => word + " "));
        string type = Type(words[^2]);
        string value = halves.Length == 1 ? "" : " = " + DefaultValue(type, halves[1]);
        return $"{modifiers}{type} @{words[^1]}{value}";
    }

    private static string DefaultValue(string type, string value)
    {
        return value == "null" ? "default" : value.StartsWith('"') ? value : $"({type})({value})";
    }
}
