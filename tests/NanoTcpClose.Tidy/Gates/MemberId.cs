// Invariant: the ids are those of XML documentation, as the manifests spell them; an accessor is known by its property
// or event.

using System;
using System.Linq;
using Mono.Cecil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>XML documentation ids of references in IL.</summary>
public static class MemberId
{
    public static string Of(TypeReference type)
    {
        return "T:" + Name(type);
    }

    public static string Of(FieldReference field)
    {
        return $"F:{Name(field.DeclaringType)}.{field.Name}";
    }

    public static string Of(MethodReference method)
    {
        string owner = Name(method.DeclaringType);
        string[] parameters = method.Parameters.Select(parameter => Name(parameter.ParameterType)).ToArray();
        string[] accessor = method.Name.Split('_', 2);
        return accessor[0] switch
        {
            "get" => $"P:{owner}.{accessor[1]}{List(parameters)}",
            "set" => $"P:{owner}.{accessor[1]}{List(parameters[..^1])}",
            "add" or "remove" => $"E:{owner}.{accessor[1]}",
            _ => $"M:{owner}.{method.Name.Replace('.', '#')}{List(parameters)}{Conversion(method)}",
        };
    }

    public static string Name(TypeReference type)
    {
        return type switch
        {
            RequiredModifierType modified => Name(modified.ElementType),
            ByReferenceType reference => Name(reference.ElementType) + "@",
            GenericInstanceType generic => Name(generic.ElementType),
            ArrayType array => Name(array.ElementType) + "[]",
            _ => type.FullName.Replace('/', '.'),
        };
    }

    private static string List(string[] parameters)
    {
        return parameters.Length == 0 ? "" : "(" + string.Join(",", parameters) + ")";
    }

    private static string Conversion(MethodReference method)
    {
        bool converts = method.Name is "op_Implicit" or "op_Explicit";
        return converts ? "~" + Name(method.ReturnType) : "";
    }
}
