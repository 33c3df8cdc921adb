// Invariant: an image holds every field of an engine that may differ between two moments: all that is not fixed by
// the constructor, scratch or a counter. The copiers are made by reflection once, so a change of the engine cannot
// leave them behind: a field of a kind that is not known here is an error.

using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NanoTcpClose.ModelCheck;

/// <summary>Copies the state of an engine into bytes and back.</summary>
internal sealed class EngineImage
{
    /// <summary>
    /// Written anew before each use, counters that are set to zero before each step, or bookkeeping of tests.
    /// </summary>
    private static readonly HashSet<string> s_skipped =
        ["Counters", "_packet", "_timerKind", "_identification", "_causeBySerial", "_eofBySerial", "_bytesBySerial",
            "AutoRead"];

    private readonly Dictionary<string, ImageField> _fields = new();
    private readonly Action<CloseEngine, byte[]> _save;
    private readonly Action<CloseEngine, byte[]> _load;

    /// <summary>Makes the copiers for engines of the same sizes as this one.</summary>
    public EngineImage(CloseEngine sample)
    {
        ParameterExpression engine = Expression.Parameter(typeof(CloseEngine));
        ParameterExpression image = Expression.Parameter(typeof(byte[]));
        var saves = new List<Expression>();
        var loads = new List<Expression>();
        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (FieldInfo field in typeof(CloseEngine).GetFields(instance))
        {
            object? value = field.GetValue(sample);
            if (s_skipped.Contains(field.Name)
                || value is null or Delegate or TraceRing or SegmentHeader or ICloseEngineHost)
            {
                continue;
            }

            Expression member = Expression.Field(engine, field);
            if (value is CloseEngineOptions)
            {
                // The engine's own copy of the options; the next initial sequence number lives in it.
                foreach (FieldInfo option in typeof(CloseEngineOptions).GetFields(instance))
                {
                    Add(option, option.GetValue(value)!, Expression.Field(member, option), image, saves, loads);
                }

                continue;
            }

            Add(field, value, member, image, saves, loads);
        }

        _save = Compile(saves, engine, image);
        _load = Compile(loads, engine, image);
    }

    /// <summary>Bytes of an image.</summary>
    public int Size { get; private set; }

    public void Save(CloseEngine engine, byte[] image)
    {
        _save(engine, image);
    }

    public void Load(CloseEngine engine, byte[] image)
    {
        _load(engine, image);
    }

    /// <summary>Where a field stands.</summary>
    public ImageField Find(string name)
    {
        return _fields.TryGetValue(name, out ImageField field) ? field
            : throw new InvalidOperationException($"the engine has no field {name} (any more): adapt CanonicalImage");
    }

    private void Add(
        FieldInfo field, object value, Expression member, Expression image, List<Expression> saves,
            List<Expression> loads)
    {
        Expression at = Expression.Constant(Size);
        if (value is Array array)
        {
            int bytes = Buffer.ByteLength(array);
            Expression count = Expression.Constant(bytes);
            saves.Add(Call(nameof(Buffer.BlockCopy), typeof(Buffer), member, Expression.Constant(0), image, at, count));
            loads.Add(Call(nameof(Buffer.BlockCopy), typeof(Buffer), image, at, member, Expression.Constant(0), count));
            Keep(field.Name, array.Length == 0 ? 1 : bytes / array.Length, array.Length);
        }
        else if (value is not ValueType)
        {
            string kind = value.GetType().Name;
            throw new InvalidOperationException(
                $"{field.Name} of the engine is a {kind}: say in EngineImage how to copy it");
        }
        else if (!field.IsInitOnly)
        {
            int width = Marshal.SizeOf(field.FieldType == typeof(bool) ? typeof(byte) : field.FieldType);
            Expression number = field.FieldType == typeof(bool)
                ? Expression.Condition(member, Expression.Constant(1L), Expression.Constant(0L))
                : Expression.Convert(member, typeof(long));
            saves.Add(Call(nameof(Put), typeof(EngineImage), image, at, Expression.Constant(width), number));
            Expression read = Call(nameof(Get), typeof(EngineImage), image, at, Expression.Constant(width));
            loads.Add(Expression.Assign(member, field.FieldType == typeof(bool)
                ? Expression.NotEqual(read, Expression.Constant(0L))
                : Expression.Convert(read, field.FieldType)));
            Keep(field.Name, width, 1);
        }
    }

    private void Keep(string name, int width, int count)
    {
        _fields[name] = new ImageField(Size, width, count);
        Size += width * count;
    }

    private static MethodCallExpression Call(string method, Type type, params Expression[] arguments)
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        return Expression.Call(type.GetMethod(method, flags)!, arguments);
    }

    private static Action<CloseEngine, byte[]> Compile(List<Expression> body, ParameterExpression engine,
        ParameterExpression image)
    {
        return Expression.Lambda<Action<CloseEngine, byte[]>>(Expression.Block(body), engine, image).Compile();
    }

    private static void Put(byte[] image, int at, int width, long value)
    {
        switch (width)
        {
            case 1:
                image[at] = (byte)value;
                break;
            case 2:
                Unsafe.WriteUnaligned(ref image[at], (ushort)value);
                break;
            case 4:
                Unsafe.WriteUnaligned(ref image[at], (uint)value);
                break;
            default:
                Unsafe.WriteUnaligned(ref image[at], value);
                break;
        }
    }

    /// <summary>Signed fields were cut; the conversion to their own type puts the sign back.</summary>
    private static long Get(byte[] image, int at, int width)
    {
        return width switch
        {
            1 => image[at],
            2 => Unsafe.ReadUnaligned<ushort>(ref image[at]),
            4 => Unsafe.ReadUnaligned<uint>(ref image[at]),
            _ => Unsafe.ReadUnaligned<long>(ref image[at]),
        };
    }
}
