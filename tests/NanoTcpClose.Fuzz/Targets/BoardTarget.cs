using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Boards;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>Board files: one that is broken beside one that is whole. The error must name the file.</summary>
internal sealed class BoardTarget : FuzzTarget
{
    private const string Whole = "esp32-devkitc-v4.json";

    private readonly string _whole = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "boards", Whole));

    public override string Name => "board";

    public override int MaxLength => 1500;

    public override IEnumerable<byte[]> Seeds()
    {
        return Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "boards")).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        Dictionary<string, string> files = new() { [Whole] = _whole, ["fuzz.json"] = Encoding.UTF8.GetString(input) };
        try
        {
            BoardCatalog.Parse(files);
        }
        catch (BoardFileException problem)
        {
            FuzzFailure.Unless(
                problem.Message.Contains(".json", StringComparison.Ordinal), "the error does not name the file");
        }
    }
}
