// Invariant: what runs is the IL of the board's build, each basic block with one addition in front: nothing is estimated,
// and an instruction counts once for every time it is executed.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using NanoTcpClose.Tidy.Gates;

namespace NanoTcpClose.Sizes.Budget;

/// <summary>The engine's board build, rewritten so that it counts the instructions and calls of every method.</summary>
public sealed class CountedEngine : AssemblyLoadContext
{
    private const string CounterType = "InstructionCounter";
    private const string CounterField = "Counts";

    private readonly List<string> _methods = [];
    private readonly byte[] _image;

    private CountedEngine(ModuleDefinition module)
        : base(isCollectible: false)
    {
        FieldDefinition counts = AddCounter(module);
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(m => m.HasBody))
        {
            Instrument(method, counts, _methods.Count);
            _methods.Add($"{method.DeclaringType.Name}.{method.Name}");
        }

        MemoryStream stream = new();
        module.Write(stream);
        _image = stream.ToArray();
        Counts = new long[_methods.Count * 2];
    }

    /// <summary>Gets the methods by number: Counts holds the instructions of a method at twice its number, its calls behind.</summary>
    public IReadOnlyList<string> Methods => _methods;

    public long[] Counts { get; }

    /// <summary>Plays every path in a world of its own, where the engine is the counted one.</summary>
    public static IReadOnlyList<PathCost> Measure()
    {
        IReadOnlyList<DeviceProject> projects = RepositoryLayout.DeviceProjects();
        DeviceProject engine = projects.Single(project => project.Name == "NanoTcpClose");
        using ModuleDefinition module = BoardCompiler.Module(new BoardCompiler(projects, board: true).Compile(engine));
        CountedEngine world = new(module);
        System.Reflection.Assembly counted = world.LoadFromStream(new MemoryStream(world._image));
        counted.GetType(CounterType)!.GetField(CounterField)!.SetValue(null, world.Counts);
        string own = typeof(CountedEngine).Assembly.Location;
        Type player = world.LoadFromAssemblyPath(own).GetType(typeof(BudgetPaths).FullName!)!;
        List<PathCost> costs = [];
        Action<string> before = _ => Array.Clear(world.Counts);
        Action<string> after = name => costs.Add(new PathCost(name, world.Methods, world.Counts));
        player.GetMethod(nameof(BudgetPaths.Play))!.Invoke(null, [before, after]);
        return costs;
    }

    protected override System.Reflection.Assembly? Load(System.Reflection.AssemblyName name)
    {
        return Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name);
    }

    private static FieldDefinition AddCounter(ModuleDefinition module)
    {
        TypeDefinition type = new(
            string.Empty,
            CounterType,
            TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed,
            module.TypeSystem.Object);
        FieldDefinition field = new(
            CounterField,
            FieldAttributes.Public | FieldAttributes.Static,
            new ArrayType(module.TypeSystem.Int64));
        type.Fields.Add(field);
        module.Types.Add(type);
        return field;
    }

    private static void Instrument(MethodDefinition method, FieldDefinition counts, int number)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        List<Instruction> code = [.. body.Instructions];
        List<int> leaders = Leaders(body, code);
        ILProcessor il = body.GetILProcessor();
        Dictionary<Instruction, Instruction> moved = [];
        for (int k = 0; k < leaders.Count; k++)
        {
            int end = k + 1 < leaders.Count ? leaders[k + 1] : code.Count;
            Instruction leader = code[leaders[k]];
            Instruction[] added = Addition(il, counts, number * 2, end - leaders[k])
                .Concat(leaders[k] == 0 ? Addition(il, counts, (number * 2) + 1, 1) : [])
                .ToArray();
            foreach (Instruction one in added)
            {
                il.InsertBefore(leader, one);
            }

            moved[leader] = added[0];
        }

        Retarget(body, moved);
        body.OptimizeMacros();
    }

    private static IEnumerable<Instruction> Addition(ILProcessor il, FieldDefinition counts, int index, int value)
    {
        yield return il.Create(OpCodes.Ldsfld, counts);
        yield return il.Create(OpCodes.Ldc_I4, index);
        yield return il.Create(OpCodes.Ldelema, counts.FieldType.GetElementType());
        yield return il.Create(OpCodes.Dup);
        yield return il.Create(OpCodes.Ldind_I8);
        yield return il.Create(OpCodes.Ldc_I4, value);
        yield return il.Create(OpCodes.Conv_I8);
        yield return il.Create(OpCodes.Add);
        yield return il.Create(OpCodes.Stind_I8);
    }

    private static List<int> Leaders(MethodBody body, List<Instruction> code)
    {
        HashSet<Instruction> starts = [code[0]];
        foreach (Instruction one in code)
        {
            switch (one.Operand)
            {
                case Instruction target:
                    starts.Add(target);
                    break;
                case Instruction[] targets:
                    starts.UnionWith(targets);
                    break;
            }

            bool ends = one.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return
                or FlowControl.Throw;
            if (ends && one.Next != null)
            {
                starts.Add(one.Next);
            }
        }

        starts.UnionWith(body.ExceptionHandlers.Select(handler => handler.HandlerStart));
        return Enumerable.Range(0, code.Count).Where(k => starts.Contains(code[k])).ToList();
    }

    private static void Retarget(MethodBody body, Dictionary<Instruction, Instruction> moved)
    {
        foreach (Instruction one in body.Instructions)
        {
            one.Operand = one.Operand switch
            {
                Instruction target => moved.GetValueOrDefault(target, target),
                Instruction[] targets => targets.Select(target => moved.GetValueOrDefault(target, target)).ToArray(),
                _ => one.Operand,
            };
        }
    }
}
