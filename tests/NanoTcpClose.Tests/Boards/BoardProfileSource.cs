using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace NanoTcpClose.Tests.Boards;

/// <summary>Writes the C# that the device compiles from the board files.</summary>
internal static class BoardProfileSource
{
    internal static string Generate()
    {
        var boards = BoardFile.Ids().Select(BoardFile.Load)
            .Where(b => b["firmware"]!["target"]!.GetValue<string>() != "none").ToArray();
        var text = new StringBuilder();
        text.Append("""
            // Made from the files in boards/ by the test BoardProfilesTests; run it with UPDATE_GENERATED=1 after a change there.

            namespace NanoTcpClose.Esp32
            {
                /// <summary>The boards that have a file, found by the target name of their firmware.</summary>
                internal static class BoardProfiles
                {
                    /// <summary>Gets the board for a firmware; an unknown one is taken for the classic ESP32.</summary>
                    internal static BoardProfile For(string target)
                    {
                        switch (target)
                        {

            """);
        foreach (JsonObject board in boards.Where(b => b["id"]!.GetValue<string>() != Default))
        {
            text.Append(CultureInfo.InvariantCulture, $"                case \"{board["firmware"]!["target"]}\":\n");
            text.Append(CultureInfo.InvariantCulture, $"                    return {Create(board)};\n");
        }

        text.Append("                default:\n");
        text.Append(CultureInfo.InvariantCulture, $"                    return {Create(BoardFile.Load(Default))};\n");
        text.Append("            }\n        }\n    }\n}\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private const string Default = "esp32-devkitc-v4";

    private static string Create(JsonObject b)
    {
        JsonNode log = b["log"]!;
        return $"new BoardProfile(\n                        \"{b["id"]}\", \"{log["port"]}\", {log["tx"]}, {log["rx"]}, "
            + $"{log["baud"]}, {b["net"]!["maxSockets"]}, {b["led"]})";
    }
}
