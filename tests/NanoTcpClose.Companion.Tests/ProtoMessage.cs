using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Tests;

/// <summary>A protobuf message taken apart by field numbers, without its schema: enough to look into OTLP.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _fields = [];

    internal ProtoMessage(byte[] bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            ulong tag = Varint(bytes, ref at);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, Varint(bytes, ref at), null));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), null));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    _fields.Add((field, 0, bytes[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), null));
                    at += 4;
                    break;
                default:
                    throw new InvalidOperationException("no protobuf: wire type " + (tag & 7));
            }
        }
    }

    internal IEnumerable<ProtoMessage> All(params int[] path)
    {
        IEnumerable<ProtoMessage> found = _fields.Where(f => f.Field == path[0] && f.Bytes is not null)
            .Select(f => new ProtoMessage(f.Bytes!));
        return path.Length == 1 ? found : found.SelectMany(m => m.All(path[1..]));
    }

    internal string Text(int field)
    {
        return Encoding.UTF8.GetString(_fields.First(f => f.Field == field).Bytes!);
    }

    internal ulong Number(int field)
    {
        return _fields.FirstOrDefault(f => f.Field == field).Number;
    }

    internal bool Has(int field)
    {
        return _fields.Any(f => f.Field == field);
    }

    /// <summary>KeyValue messages of a field as words: strings, integers, booleans.</summary>
    internal Dictionary<string, string> Attributes(int field)
    {
        return All(field).ToDictionary(pair => pair.Text(1), pair => Value(pair.All(2).First()));
    }

    private static string Value(ProtoMessage any)
    {
        return any.Has(1) ? any.Text(1)
            : any.Has(4) ? BitConverter.UInt64BitsToDouble(any.Number(4)).ToString("R")
            : any.Number(any.Has(3) ? 3 : 2).ToString();
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
