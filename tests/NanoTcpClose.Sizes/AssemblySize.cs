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
    // A .pe holds a header, tables of fixed rows, strings, signatures (each once), and the IL with short tokens: two bytes
    // where a .dll has four. Names that the CLR knows by heart are counted all the same: a hundred bytes or so too many.
    private const int Header = 124;
    private const int TypeRow = 24;
    private const int MethodRow = 16;
    private const int FieldRow = 8;
    private const int ReferenceRow = 8;
    private const int AssemblyReferenceRow = 12;
    private const int HandlerRow = 12;

    public AssemblySize(ModuleDefinition module)
    {
        List<TypeDefinition> types = module.GetTypes().Where(type => type.Name[0] != '<').ToList();
        List<MethodDefinition> methods = types.SelectMany(type => type.Methods).ToList();
        List<FieldDefinition> fields = types.SelectMany(type => type.Fields)
            .Where(field => !field.HasConstant)
            .ToList();
        List<FieldDefinition> literals = module.GetTypes().SelectMany(type => type.Fields)
            .Where(field => field.InitialValue.Length > 0)
            .ToList();
        Name = module.Assembly.Name.Name;
        IlBytes = methods.Where(method => method.HasBody).Sum(BodyBytes);
        TableBytes = literals.Sum(field => field.InitialValue.Length + 2);
        StringBytes = Strings(types, methods, fields).Distinct().Sum(text => text.Length + 1);
        int references = module.GetTypeReferences().Count() + module.GetMemberReferences().Count();
        int rows = (types.Count * TypeRow) + ((fields.Count + literals.Count) * FieldRow) + (references * ReferenceRow)
            + (methods.Count * MethodRow) + (module.AssemblyReferences.Count * AssemblyReferenceRow);
        PeEstimate = Header + rows + IlBytes + TableBytes + StringBytes + SignatureBytes(methods, fields);
        (LargestType, MostMembers) = types.Select(Members).MaxBy(pair => pair.Count);
        Parts = types.GroupBy(type => PartOf(type.Name)).ToDictionary(part => part.Key, part => PartBytes([.. part]));
    }

    public string Name { get; }

    public int IlBytes { get; }

    /// <summary>Gets the bytes of tables of literals, which a .pe keeps with the signatures.</summary>
    public int TableBytes { get; }

    /// <summary>Gets the bytes of names and literals, each text once.</summary>
    public int StringBytes { get; }

    public int PeEstimate { get; }

    /// <summary>Gets the bytes of the engine, the codec and the trace alone: IL, rows and names of their own.</summary>
    public IReadOnlyDictionary<string, int> Parts { get; }

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

    private static string PartOf(string type)
    {
        return type.StartsWith("Trace", StringComparison.Ordinal) ? "trace"
            : type is "SegmentCodec" or "SegmentHeader" or "ParseResult" or "TcpFlags" ? "codec"
            : type.StartsWith("Observe", StringComparison.Ordinal) ? "observe"
            : "engine";
    }

    private static int PartBytes(List<TypeDefinition> types)
    {
        List<MethodDefinition> methods = types.SelectMany(type => type.Methods).ToList();
        List<FieldDefinition> fields = types.SelectMany(type => type.Fields).Where(field => !field.HasConstant).ToList();
        return methods.Where(method => method.HasBody).Sum(BodyBytes) + (methods.Count * MethodRow)
            + (fields.Count * FieldRow) + (types.Count * TypeRow)
            + Strings(types, methods, fields).Distinct().Sum(text => text.Length + 1);
    }

    private static int BodyBytes(MethodDefinition method)
    {
        int handlers = method.Body.ExceptionHandlers.Count;
        return method.Body.Instructions.Sum(InstructionBytes) + (handlers == 0 ? 0 : (handlers * HandlerRow) + 1);
    }

    private static int InstructionBytes(Instruction instruction)
    {
        int saved = instruction.OpCode.OperandType switch
        {
            OperandType.InlineSwitch => 3 + (2 * ((Instruction[])instruction.Operand).Length),
            OperandType.InlineString or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineBrTarget => 2,
            _ => 0,
        };
        return instruction.GetSize() - saved;
    }

    private static int SignatureBytes(IEnumerable<MethodDefinition> methods, IEnumerable<FieldDefinition> fields)
    {
        List<MethodDefinition> all = [.. methods];
        IEnumerable<string> signatures = all
            .Select(m => "m" + m.ReturnType.FullName + "(" + string.Join(",", m.Parameters.Select(p => p.ParameterType.FullName)));
        IEnumerable<string> locals = all.Where(m => m.HasBody && m.Body.HasVariables)
            .Select(m => "l" + string.Join(",", m.Body.Variables.Select(v => v.VariableType.FullName)));
        IEnumerable<string> types = fields.Select(f => "f" + f.FieldType.FullName);
        return signatures.Concat(locals).Concat(types).Distinct()
            .Sum(text => 2 + text.Split(',').Sum(type => type.StartsWith("System.", StringComparison.Ordinal) ? 1 : 2));
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
