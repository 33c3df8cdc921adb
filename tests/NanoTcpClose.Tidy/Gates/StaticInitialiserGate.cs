// Invariant: static initialisers run before Main, eagerly and in metadata order, so that one may see another's fields
// as 0 or null; hence only tables of literals, which depend on nothing.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Refuses static initialisers that do more than fill tables with literals.</summary>
public static class StaticInitialiserGate
{
    public static IReadOnlyList<string> Check(ModuleDefinition module)
    {
        return module.GetTypes()
            .Where(type => !IsLambdaHolder(type))
            .SelectMany(type => type.Methods)
            .Where(method => method.IsConstructor && method.IsStatic && method.HasBody)
            .SelectMany(Check)
            .ToList();
    }

    private static IEnumerable<string> Check(MethodDefinition initialiser)
    {
        return initialiser.Body.Instructions
            .Where(instruction => !IsLiteral(instruction, initialiser.DeclaringType))
            .Select(instruction => $"{initialiser.DeclaringType.FullName}: "
                + $"the static initialiser does more than literals: {instruction}");
    }

    private static bool IsLiteral(Instruction instruction, TypeDefinition owner)
    {
        string name = instruction.OpCode.Name;
        switch (instruction.OpCode.Code)
        {
            case Code.Nop:
            case Code.Ret:
            case Code.Dup:
            case Code.Ldnull:
            case Code.Ldstr:
            case Code.Newarr:
            case Code.Ldtoken:
                return true;
            case Code.Stsfld:
                return ((FieldReference)instruction.Operand).DeclaringType.FullName == owner.FullName;
            case Code.Call:
                return ((MethodReference)instruction.Operand).Name == "InitializeArray";
            default:
                return name.StartsWith("ldc.", StringComparison.Ordinal)
                    || name.StartsWith("stelem", StringComparison.Ordinal)
                    || name.StartsWith("conv.", StringComparison.Ordinal);
        }
    }

    /// <summary>The compiler's cache of lambdas that capture nothing makes one object and reads nothing.</summary>
    private static bool IsLambdaHolder(TypeDefinition type)
    {
        return type.IsNested && type.Name == "<>c";
    }
}
