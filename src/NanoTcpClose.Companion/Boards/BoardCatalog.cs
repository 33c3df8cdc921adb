using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
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

    /// <summary>Reads board files, file name to content.</summary>
    /// <exception cref="BoardFileException">One of them cannot be used; the message names it.</exception>
    public static IReadOnlyList<BoardFile> Parse(IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        Dictionary<string, (string File, JsonObject Board)> raw = [];
        foreach ((string file, string text) in files)
        {
            Guarded(file, () =>
            {
                JsonObject board = JsonNode.Parse(text)!.AsObject();
                return raw.TryAdd((string)board["id"]!, (file, board)) ? board
                    : throw new FormatException("its id is taken");
            });
        }

        return
        [
            .. raw.Values.Select(entry => Guarded(entry.File, () => Make(entry.Board, raw)))
                .OrderBy(b => b.Id, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<BoardFile> Load()
    {
        Dictionary<string, string> files = [];
        Assembly assembly = typeof(BoardCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            files.Add(name, reader.ReadToEnd());
        }

        return Parse(files);
    }

    // A file that is no JSON, lacks a field or has one of another kind shows in many exceptions; the user needs one
    // with its name.
    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or NullReferenceException or KeyNotFoundException)
        {
            string what = problem is NullReferenceException ? "a field is missing" : problem.Message.TrimEnd('.');
            throw new BoardFileException(
                $"board file {file}: {what}; boards/board.schema.json says what belongs into it");
        }
    }

    // What a file lacks comes from the board it inherits, whole fields at a time, one level.
    private static BoardFile Make(JsonObject own, Dictionary<string, (string File, JsonObject Board)> raw)
    {
        JsonObject? parent = own["inherits"] is JsonNode id ? raw[(string)id!].Board : null;
        JsonNode Field(string name) =>
            own[name] ?? parent?[name] ?? throw new FormatException("field " + name + " is missing");
        JsonNode verified = Field("verified");
        return new BoardFile
        {
            Id = (string)own["id"]!,
            Name = (string)own["name"]!,
            Target = (string)Field("firmware")["target"]!,
            MinimumFirmware = (string)Field("firmware")["minVersion"]!,
            DeployAddress = (string)Field("flash")["deployAddress"]!,
            DeployBytes = Convert.ToInt32((string)Field("flash")["deploySize"]!, 16),
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
