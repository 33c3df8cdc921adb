// Invariant: everything is counted in the board's own build, made in memory from the sources, never in that of the
// desktop.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcpClose.Sizes;

/// <summary>The size of one device assembly as the limits of nanoFramework count it.</summary>
public sealed class AssemblySize
{
    // A .pe holds a header, tables whose rows are smaller than those of a .dll, signatures, strings, and the IL.
    private const int Header = 124;
    private const int TypeRow = 24;
    private const int MethodRow = 16;
    private const int FieldRow = 8;
    private const int ReferenceRow = 8;

    public AssemblySize(ModuleDefinition module)
    {
        List<TypeDefinition> types = module.GetTypes().Where(type => type.Name != "<Module>").ToList();
        List<MethodDefinition> methods = types.SelectMany(type => type.Methods).ToList();
        List<FieldDefinition> fields = types.SelectMany(type => type.Fields)
            .Where(field => !field.HasConstant)
            .ToList();
        Name = module.Assembly.Name.Name;
        IlBytes = methods.Where(method => method.HasBody).Sum(method => method.Body.CodeSize);
        TableBytes = fields.Sum(field => field.InitialValue.Length);
        StringBytes = Strings(types, methods, fields).Distinct().Sum(text => text.Length + 1);
        int references = module.GetTypeReferences().Count() + module.GetMemberReferences().Count();
        PeEstimate = Header + IlBytes + TableBytes + StringBytes + (types.Count * TypeRow) + (fields.Count * FieldRow)
            + (references * ReferenceRow) + methods.Sum(method => MethodRow + SignatureBytes(method));
        (LargestType, MostMembers) = types.Select(Members).MaxBy(pair => pair.Count);
    }

    public string Name { get; }

    public int IlBytes { get; }

    /// <summary>Gets the bytes of tables of literals, which a .pe keeps with the signatures.</summary>
    public int TableBytes { get; }

    /// <summary>Gets the bytes of names and literals, each text once.</summary>
    public int StringBytes { get; }

    public int PeEstimate { get; }

    public string LargestType { get; }

    /// <summary>Gets the most static methods, instance methods or virtual methods that any one type has.</summary>
    public int MostMembers { get; }

    private static IEnumerable<string> Strings(
        IEnumerable<TypeDefinition> types, List<MethodDefinition> methods, IEnumerable<FieldDefinition> fields)
    {
        IEnumerable<string> literals = methods.Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions)
            .Where(instruction => instruction.OpCode.Code == Code.Ldstr)
            .Select(instruction => (string)instruction.Operand);
        return types.SelectMany(type => new[] { type.Name, type.Namespace })
            .Concat(methods.Select(method => method.Name))
            .Concat(fields.Select(field => field.Name))
            .Concat(literals);
    }

    private static int SignatureBytes(MethodDefinition method)
    {
        return 3 + method.Parameters.Count + (method.HasBody ? method.Body.Variables.Count : 0);
    }

    private static (string Name, int Count) Members(TypeDefinition type)
    {
        int[] counts =
        [
            type.Methods.Count(method => method.IsStatic),
            type.Methods.Count(method => !method.IsStatic && !method.IsVirtual),
            type.Methods.Count(method => method.IsVirtual),
            type.Fields.Count(field => field.IsStatic && !field.HasConstant),
            type.Fields.Count(field => !field.IsStatic),
        ];
        return (type.FullName, counts.Max());
    }
}
