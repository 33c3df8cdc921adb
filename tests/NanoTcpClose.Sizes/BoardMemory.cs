// Invariant: the formulas are those of the nanoFramework heap, whose blocks are of 12 bytes: an object is 12 bytes and
// 12 a field whatever the field holds; an array of primitives is 20 bytes and its data, rounded up to 12.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace NanoTcpClose.Sizes;

/// <summary>What an object and all that it owns would take on the heap of a board.</summary>
public sealed class BoardMemory
{
    private const int Block = 12;
    private const int ArrayHead = 20;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _foreign;

    private readonly IReadOnlySet<string> _boardFields;

    private BoardMemory(IReadOnlySet<string> boardFields, object[] foreign)
    {
        _boardFields = boardFields;
        _foreign = new HashSet<object>(foreign, ReferenceEqualityComparer.Instance);
    }

    public int Objects { get; private set; }

    public int Arrays { get; private set; }

    public int Bytes { get; private set; }

    /// <summary>Gets the bytes in arrays without their heads and the rounding: what a row costs.</summary>
    public int ArrayData { get; private set; }

    /// <summary>Walks what the root owns.</summary>
    /// <param name="root">A constructed object.</param>
    /// <param name="boardFields">Fields of the board's build, as Type.Field; the others are not counted.</param>
    /// <param name="foreign">Objects that the root only knows.</param>
    public static BoardMemory Of(object root, IReadOnlySet<string> boardFields, params object[] foreign)
    {
        BoardMemory memory = new(boardFields, foreign);
        memory.Add(root);
        return memory;
    }

    public static int ArrayBytes(int data)
    {
        return (ArrayHead + data + Block - 1) / Block * Block;
    }

    public static int ObjectBytes(int fields)
    {
        return Block + (Block * fields);
    }

    private void Add(object? value)
    {
        if (value == null || value is string || value is Delegate || _foreign.Contains(value) || !_seen.Add(value))
        {
            return;
        }

        if (value is Array array)
        {
            AddArray(array);
            return;
        }

        FieldInfo[] fields = FieldsOf(value.GetType()).ToArray();
        Objects++;
        Bytes += ObjectBytes(fields.Length);
        foreach (FieldInfo field in fields.Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsEnum))
        {
            Add(field.GetValue(value));
        }
    }

    private void AddArray(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        bool isPacked = element.IsPrimitive || element.IsEnum;
        int data = array.Length * (isPacked ? ElementBytes(element) : 4);
        Arrays++;
        ArrayData += data;
        Bytes += ArrayBytes(data);
        foreach (object? item in isPacked ? [] : array.Cast<object?>())
        {
            Add(item);
        }
    }

    private static int ElementBytes(Type element)
    {
        Type type = element.IsEnum ? Enum.GetUnderlyingType(element) : element;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
            TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
            _ => 4,
        };
    }

    private IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        const BindingFlags All =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (; type != null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(All).Where(IsOnBoard))
            {
                yield return field;
            }
        }
    }

    private bool IsOnBoard(FieldInfo field)
    {
        return _boardFields.Contains($"{field.DeclaringType!.FullName}.{field.Name}");
    }
}
