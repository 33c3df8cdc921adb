// Invariant: everything that a type names is handed out: bases, signatures, locals and the operands of its instructions.
// Attributes are not, because nothing executes them.

using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>The types and members that a type refers to.</summary>
public static class References
{
    public static IEnumerable<MemberReference> Of(TypeDefinition type)
    {
        IEnumerable<TypeReference> own = type.Interfaces.Select(one => one.InterfaceType)
            .Concat(type.Fields.Select(field => field.FieldType));
        IEnumerable<TypeReference> types = type.BaseType == null ? own : own.Append(type.BaseType);
        return types.SelectMany(Parts).Concat(type.Methods.SelectMany(Of));
    }

    private static IEnumerable<MemberReference> Of(MethodDefinition method)
    {
        IEnumerable<MemberReference> signature = method.Parameters.Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .SelectMany(Parts);
        return method.HasBody ? signature.Concat(Of(method.Body)) : signature;
    }

    private static IEnumerable<MemberReference> Of(MethodBody body)
    {
        IEnumerable<TypeReference> types = body.Variables.Select(variable => variable.VariableType)
            .Concat(body.ExceptionHandlers.Select(handler => handler.CatchType).Where(type => type != null));
        IEnumerable<MemberReference> operands = body.Instructions.Select(instruction => instruction.Operand)
            .OfType<MemberReference>()
            .SelectMany(Operand);
        return types.SelectMany(Parts).Concat(operands);
    }

    private static IEnumerable<MemberReference> Operand(MemberReference operand)
    {
        if (operand is TypeReference type)
        {
            return Parts(type);
        }

        MemberReference member = operand is GenericInstanceMethod generic ? generic.ElementMethod : operand;
        return Parts(member.DeclaringType).Append(member);
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type)
    {
        if (type is GenericParameter)
        {
            return [];
        }

        if (type is not TypeSpecification specification)
        {
            return [type];
        }

        IEnumerable<TypeReference> arguments = type is GenericInstanceType generic ? generic.GenericArguments : [];
        return Parts(specification.ElementType).Concat(arguments.SelectMany(Parts));
    }
}
