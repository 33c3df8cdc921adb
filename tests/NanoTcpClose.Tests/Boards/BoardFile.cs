using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace NanoTcpClose.Tests.Boards;

/// <summary>A board file with what it inherits, one level.</summary>
internal static class BoardFile
{
    internal static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    internal static string Folder => Path.Combine(Root(), "boards");

    internal static string[] Ids() =>
        Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Where(id => id != "board.schema").OrderBy(id => id, System.StringComparer.Ordinal).ToArray();

    internal static JsonObject Raw(string id) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, id + ".json")))!.AsObject();

    internal static JsonObject Load(string id)
    {
        JsonObject own = Raw(id);
        if (own["inherits"] is JsonNode parent)
        {
            foreach (var (key, value) in Raw(parent.GetValue<string>()))
            {
                if (!own.ContainsKey(key))
                {
                    own[key] = value?.DeepClone();
                }
            }
        }

        return own;
    }
}
