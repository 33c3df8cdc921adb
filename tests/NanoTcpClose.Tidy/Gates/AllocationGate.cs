// Invariant: what the public methods of the engine can reach allocates nothing. Constructors may, because all memory is
// taken there; a throw may, because exceptions are for misuse by the programmer only and this file names their types.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>Refuses allocating instructions that are reachable after construction.</summary>
public sealed class AllocationGate
{
    private static readonly string[] s_misuse =
    [
        "System.ArgumentException", "System.ArgumentNullException", "System.ArgumentOutOfRangeException",
        "System.InvalidOperationException",
    ];

    private readonly Dictionary<string, MethodDefinition> _methods;
    private readonly ILookup<string, MethodDefinition> _implementations;
    private readonly IReadOnlyDictionary<string, string> _excused;

    public AllocationGate(ModuleDefinition module, IReadOnlyDictionary<string, string> excused)
    {
        List<MethodDefinition> all = module.GetTypes().SelectMany(type => type.Methods).ToList();
        _methods = all.ToDictionary(method => method.FullName);
        _implementations = all.Where(method => method.IsVirtual && method.HasBody).ToLookup(ShapeOf);
        _excused = excused;
    }

    public IReadOnlyList<string> Check()
    {
        Dictionary<MethodDefinition, MethodDefinition?> cameFrom = new();
        Queue<MethodDefinition> waiting = new(_methods.Values.Where(IsEntry));
        foreach (MethodDefinition entry in waiting)
        {
            cameFrom[entry] = null;
        }

        List<string> findings = [];
        while (waiting.TryDequeue(out MethodDefinition? method))
        {
            findings.AddRange(Allocations(method).Select(what => $"{Route(method, cameFrom)}: {what}"));
            foreach (MethodDefinition called in Called(method).Where(called => cameFrom.TryAdd(called, method)))
            {
                waiting.Enqueue(called);
            }
        }

        return findings;
    }

    private bool IsEntry(MethodDefinition method)
    {
        return method.HasBody && method.IsPublic && !method.IsConstructor && IsVisible(method.DeclaringType)
            && !_excused.ContainsKey($"{method.DeclaringType.FullName}.{method.Name}");
    }

    private static bool IsVisible(TypeDefinition type)
    {
        return type.IsNested ? type.IsNestedPublic && IsVisible(type.DeclaringType) : type.IsPublic;
    }

    private IEnumerable<MethodDefinition> Called(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference target && instruction.OpCode.Code != Code.Newobj)
            {
                if (_methods.TryGetValue(target.FullName, out MethodDefinition? known) && known.HasBody)
                {
                    yield return known;
                }

                if (instruction.OpCode.Code == Code.Callvirt)
                {
                    foreach (MethodDefinition implementation in _implementations[ShapeOf(target)])
                    {
                        yield return implementation;
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Allocations(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            string? what = instruction.OpCode.Code switch
            {
                Code.Newobj => NewObject(instruction),
                Code.Newarr => "makes an array",
                Code.Box => "boxes " + instruction.Operand,
                Code.Call or Code.Callvirt => Returned((MethodReference)instruction.Operand),
                _ => null,
            };
            if (what != null)
            {
                yield return what;
            }
        }
    }

    private static string? NewObject(Instruction instruction)
    {
        MethodReference constructor = (MethodReference)instruction.Operand;
        TypeReference type = constructor.DeclaringType;
        bool isStruct = type is TypeDefinition { IsValueType: true } || type.IsValueType;
        bool isThrown = instruction.Next?.OpCode.Code == Code.Throw && s_misuse.Contains(type.FullName);
        return isStruct || isThrown ? null : "makes a " + type.FullName;
    }

    /// <summary>A foreign method that hands out text, an array or a delegate has made it.</summary>
    private static string? Returned(MethodReference target)
    {
        bool isForeign = target is not MethodDefinition;
        bool isMade = target.ReturnType is ArrayType
            || target.ReturnType.FullName is "System.String" or "System.Delegate" or "System.Object"
                or "System.Collections.IEnumerator";
        return isForeign && isMade ? "calls " + MemberId.Of(target) : null;
    }

    private static string Route(MethodDefinition method, Dictionary<MethodDefinition, MethodDefinition?> cameFrom)
    {
        List<string> names = [];
        for (MethodDefinition? step = method; step != null; step = cameFrom[step])
        {
            names.Insert(0, $"{step.DeclaringType.Name}.{step.Name}");
        }

        return string.Join(" > ", names);
    }

    private static string ShapeOf(MethodReference method)
    {
        return method.Name + string.Concat(method.Parameters.Select(one => "," + one.ParameterType.FullName));
    }
}
