using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;

namespace NanoTcpClose.Companion.Boards;

/// <summary>The files of boards/, built into the tool so that it needs no source tree beside it.</summary>
public static class BoardCatalog
{
    private const string Prefix = "boards/";
    private static readonly Lazy<IReadOnlyList<BoardFile>> s_all = new(Load);

    /// <summary>Every board, by id.</summary>
    public static IReadOnlyList<BoardFile> All => s_all.Value;

    /// <summary>The board of that id, or null.</summary>
    public static BoardFile? Find(string id)
    {
        return All.FirstOrDefault(b => b.Id == id);
    }

    /// <summary>Boards that show that USB id.</summary>
    public static IEnumerable<BoardFile> WithUsb(string usb)
    {
        return All.Where(b => b.Usb.Contains(usb, StringComparer.OrdinalIgnoreCase));
    }

    private static IReadOnlyList<BoardFile> Load()
    {
        Dictionary<string, JsonObject> raw = [];
        Assembly assembly = typeof(BoardCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            JsonObject board = JsonNode.Parse(stream)!.AsObject();
            raw.Add((string)board["id"]!, board);
        }

        return [.. raw.Values.Select(board => Make(board, raw)).OrderBy(b => b.Id, StringComparer.Ordinal)];
    }

    // What a file lacks comes from the board it inherits, whole fields at a time, one level.
    private static BoardFile Make(JsonObject own, Dictionary<string, JsonObject> raw)
    {
        JsonObject? parent = own["inherits"] is JsonNode id ? raw[(string)id!] : null;
        JsonNode Field(string name) => (own[name] ?? parent?[name])!;
        JsonNode verified = Field("verified");
        return new BoardFile
        {
            Id = (string)own["id"]!,
            Name = (string)own["name"]!,
            Target = (string)Field("firmware")["target"]!,
            MinimumFirmware = (string)Field("firmware")["minVersion"]!,
            DeployAddress = (string)Field("flash")["deployAddress"]!,
            FlashBaud = (int)Field("flash")["baud"]!,
            Transport = (string)Field("wire")["transport"]!,
            LogPort = (string)Field("log")["port"]!,
            LogTx = (int)Field("log")["tx"]!,
            LogBaud = (int)Field("log")["baud"]!,
            Usb = [.. Field("usb").AsArray().Select(u => (string)u!)],
            Verified = verified is JsonObject seen ? (string)seen["level"]! : (string)verified!,
        };
    }
}
