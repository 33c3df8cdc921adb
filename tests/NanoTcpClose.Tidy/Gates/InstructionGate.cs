// Invariant: each rule names the construct, the place and what nanoFramework makes of it; the list is that of what
// compiles there and then crashes, is ignored or means something else.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Refuses the IL that nanoFramework cannot run as the desktop does.</summary>
public static class InstructionGate
{
    private const string Generics = "generics crash at load or run silently wrong";

    public static IReadOnlyList<string> Check(ModuleDefinition module)
    {
        List<string> findings = [];
        foreach (TypeDefinition type in module.GetTypes())
        {
            CheckType(type, findings);
            foreach (FieldDefinition field in type.Fields)
            {
                CheckSignature(field.FieldType, field.FullName, findings);
            }

            foreach (MethodDefinition method in type.Methods)
            {
                CheckMethod(method, findings);
            }
        }

        return findings.Distinct().ToList();
    }

    private static void CheckType(TypeDefinition type, List<string> findings)
    {
        if (type.HasGenericParameters)
        {
            findings.Add($"{type.FullName}: {Generics}");
        }

        if (type.IsInterface && type.Methods.Any(method => method.HasBody))
        {
            findings.Add($"{type.FullName}: a default interface method throws when it is called");
        }

        bool isCompilerMade = type.FullName.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal);
        if (type.IsExplicitLayout && !isCompilerMade)
        {
            findings.Add($"{type.FullName}: explicit layout does not exist");
        }
    }

    private static void CheckMethod(MethodDefinition method, List<string> findings)
    {
        if (method.HasGenericParameters)
        {
            findings.Add($"{method.FullName}: {Generics}");
        }

        if (method.IsPInvokeImpl)
        {
            findings.Add($"{method.FullName}: native calls of this kind do not exist");
        }

        CheckSignature(method.ReturnType, method.FullName, findings);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            CheckSignature(parameter.ParameterType, method.FullName, findings);
        }

        if (method.HasBody)
        {
            CheckBody(method, findings);
        }
    }

    private static void CheckBody(MethodDefinition method, List<string> findings)
    {
        foreach (VariableDefinition variable in method.Body.Variables)
        {
            CheckSignature(variable.VariableType, method.FullName, findings);
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            string? reason = Reason(instruction.OpCode);
            if (reason != null)
            {
                findings.Add($"{method.FullName}: {instruction.OpCode.Name}: {reason}");
            }

            CheckOperand(instruction.Operand, method.FullName, findings);
        }
    }

    private static string? Reason(OpCode code)
    {
        return code.Code switch
        {
            Code.Localloc => "stackalloc throws",
            Code.Volatile => "volatile does not exist; use a lock or Interlocked",
            Code.Calli or Code.Ldvirtftn or Code.Jmp => "no such call on the board",
            Code.Cpblk or Code.Initblk => "no block instructions on the board",
            Code.Mkrefany or Code.Refanyval or Code.Refanytype or Code.Arglist => "no typed references on the board",
            _ => code.Name.Contains(".ovf") ? "checked arithmetic never throws on the board" : null,
        };
    }

    private static void CheckOperand(object? operand, string where, List<string> findings)
    {
        switch (operand)
        {
            case TypeReference type:
                CheckSignature(type, where, findings);
                break;
            case FieldReference field:
                CheckSignature(field.DeclaringType, where, findings);
                CheckSignature(field.FieldType, where, findings);
                break;
            case MethodReference method:
                CheckSignature(method.DeclaringType, where, findings);
                if (method is GenericInstanceMethod)
                {
                    findings.Add($"{where}: {method.Name}: {Generics}");
                }

                break;
        }
    }

    private static void CheckSignature(TypeReference type, string where, List<string> findings)
    {
        string? reason = type switch
        {
            ArrayType { IsVector: false } => "multidimensional arrays crash at load",
            PointerType or FunctionPointerType => "pointers throw or are rejected",
            PinnedType => "fixed is rejected",
            GenericInstanceType or GenericParameter => Generics,
            RequiredModifierType modified when !IsInit(modified) => "volatile and other modifiers do not exist",
            _ => null,
        };
        if (reason != null)
        {
            findings.Add($"{where}: {type.FullName}: {reason}");
        }
        else if (type is TypeSpecification specification)
        {
            CheckSignature(specification.ElementType, where, findings);
        }
    }

    private static bool IsInit(RequiredModifierType type)
    {
        return type.ModifierType.Name == "IsExternalInit";
    }
}
