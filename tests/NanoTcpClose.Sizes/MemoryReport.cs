// Invariant: what is measured is a constructed engine. The bytes of a row are the difference between two engines that
// differ in nothing but the number of rows, divided by that number, so that shared memory falls out.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace NanoTcpClose.Sizes;

/// <summary>RAM of the engine on a board, by the formulas of its heap.</summary>
public sealed class MemoryReport
{
    private const int Connections = 16;
    private const int TimeWaitEntries = 16;
    private const int MoreRows = 64;
    private const double ConnectionLimit = 96;
    private const double ConnectionLimitWithTimestamps = ConnectionLimit + 8;
    private const double TimeWaitLimit = 28;
    private const double TimeWaitLimitWithTimestamps = 32;

    private readonly HashSet<string> _boardFields;
    private readonly SilentHost _host = new();

    /// <summary>Takes the board's build of the engine: fields that only the desktop has are not counted.</summary>
    public MemoryReport(ModuleDefinition board)
    {
        _boardFields = board.GetTypes()
            .SelectMany(type => type.Fields)
            .Select(field => $"{field.DeclaringType.FullName}.{field.Name}")
            .ToHashSet();
    }

    public IReadOnlyList<string> Print(TextWriter output)
    {
        BoardMemory whole = Measure(new CloseEngineOptions(), Connections, TimeWaitEntries);
        CloseEngineOptions buffered = new();
        (string What, double Value, double Limit)[] rows =
        [
            ("a connection, buffers apart", ConnectionBytes(Bare(false)), ConnectionLimit),
            ("the same with timestamps", ConnectionBytes(Bare(true)), ConnectionLimitWithTimestamps),
            ("a TIME-WAIT entry", TimeWaitBytes(Bare(false)), TimeWaitLimit),
            ("the same with timestamps", TimeWaitBytes(Bare(true)), TimeWaitLimitWithTimestamps),
        ];
        output.WriteLine("Memory on the board (bytes)");
        output.WriteLine("  an object is 12 and 12 a field; an array is 20 and its data, rounded up to 12");
        output.WriteLine($"  engine of {Connections} connections and {TimeWaitEntries} TIME-WAIT entries, all in:"
            + $" {whole.Bytes} ({whole.Objects} objects, {whole.Arrays} arrays)");
        output.WriteLine($"  buffers of a connection: {buffered.SendBuffer} + {buffered.ReceiveBuffer}");
        foreach ((string what, double value, double limit) in rows)
        {
            output.WriteLine(FormattableString.Invariant($"  {what}: {value:0.##}, limit {limit}"));
        }

        return rows.Where(row => row.Value > row.Limit)
            .Select(row => FormattableString.Invariant($"{row.What}: {row.Value:0.##} bytes, limit {row.Limit}"))
            .ToList();
    }

    private double ConnectionBytes(CloseEngineOptions options)
    {
        int few = Measure(options, Connections, TimeWaitEntries).ArrayData;
        int many = Measure(options, Connections + MoreRows, TimeWaitEntries).ArrayData;
        return (many - few) / (double)MoreRows;
    }

    private double TimeWaitBytes(CloseEngineOptions options)
    {
        int few = Measure(options, Connections, TimeWaitEntries).ArrayData;
        int many = Measure(options, Connections, TimeWaitEntries + MoreRows).ArrayData;
        return (many - few) / (double)MoreRows;
    }

    private BoardMemory Measure(CloseEngineOptions options, int connections, int timeWaitEntries)
    {
        options.Connections = connections;
        options.TimeWaitEntries = timeWaitEntries;
        return BoardMemory.Of(new CloseEngine(options, 0xC0000201, _host, null, 0), _boardFields, _host);
    }

    private static CloseEngineOptions Bare(bool timestamps)
    {
        return new CloseEngineOptions { Timestamps = timestamps, SendBuffer = 0, ReceiveBuffer = 0 };
    }
}
