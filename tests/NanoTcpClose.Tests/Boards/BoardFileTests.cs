using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace NanoTcpClose.Tests.Boards;

public sealed class BoardFileTests
{
    private static readonly string[] Needed =
        ["esp32-c3-devkitm-1", "esp32-c6-devkitc-1", "esp32-devkitc-v4", "esp32-s2-saola-1", "esp32-s3-devkitc-1",
            "esp32-wrover-kit", "virtual"];

    private static readonly Dictionary<string, string> DeployAddresses = new()
    {
        ["esp32"] = "0x1E0000",
        ["esp32s2"] = "0x1B0000",
        ["esp32s3"] = "0x1B0000",
        ["esp32c3"] = "0x1B0000",
        ["esp32c6"] = "0x250000",
        ["host"] = "0x000000",
    };

    public static IEnumerable<TheoryDataRow<string>> Ids() => BoardFile.Ids().Select(id => new TheoryDataRow<string>(id));

    [Fact]
    public void AllBoards_HaveAFile() => Assert.Equal(Needed, BoardFile.Ids());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Raw_FollowsTheSchema(string id)
    {
        JsonObject schema = BoardFile.Raw("board.schema");
        Check(schema, BoardFile.Raw(id), id);
        Assert.Equal(id, BoardFile.Raw(id)["id"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Loaded_LacksNothing(string id)
    {
        JsonObject board = BoardFile.Load(id);
        foreach (var (name, _) in BoardFile.Raw("board.schema")["properties"]!.AsObject())
        {
            Assert.True(name is "inherits" || board.ContainsKey(name), $"{id} lacks {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Inherits_OneLevelOnly(string id)
    {
        if (BoardFile.Raw(id)["inherits"] is JsonNode parent)
        {
            Assert.Null(BoardFile.Raw(parent.GetValue<string>())["inherits"]);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void DeployAddress_IsThatOfTheChip(string id)
    {
        JsonObject board = BoardFile.Load(id);
        JsonNode flash = board["flash"]!;
        string address = flash["deployAddress"]!.GetValue<string>();
        Assert.Equal(DeployAddresses[board["mcu"]!.GetValue<string>()], address);
        int end = Convert.ToInt32(address, 16) + Convert.ToInt32(flash["deploySize"]!.GetValue<string>(), 16);
        Assert.True(end <= flash["sizeMb"]!.GetValue<int>() * 1024 * 1024);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void LogPort_IsNotTheOneOfWireProtocol(string id)
    {
        JsonObject board = BoardFile.Load(id);
        bool wireOnUart = board["wire"]!["transport"]!.GetValue<string>() == "uart";
        Assert.False(wireOnUart && board["log"]!["port"]!.GetValue<string>() == "COM1");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Verified_ClaimsNothingUnseen(string id) =>
        Assert.Equal("none", BoardFile.Load(id)["verified"]!.GetValue<string>());

    [Fact]
    public void FirmwareTargets_TellTheBoardsApart()
    {
        string[] targets = BoardFile.Ids().Select(id => BoardFile.Load(id)["firmware"]!["target"]!.GetValue<string>()).ToArray();
        Assert.Equal(targets.Length, targets.Distinct().Count());
    }

    [Fact]
    public void Schema_RefusesAnUnknownFieldAndAWrongValue()
    {
        JsonObject schema = BoardFile.Raw("board.schema");
        JsonObject board = BoardFile.Raw("virtual");
        board["colour"] = "red";
        Assert.ThrowsAny<Exception>(() => Check(schema, board, "planted"));
        board = BoardFile.Raw("virtual");
        board["led"] = 99;
        Assert.ThrowsAny<Exception>(() => Check(schema, board, "planted"));
    }

    /// <summary>The part of JSON Schema that board.schema.json uses.</summary>
    private static void Check(JsonObject schema, JsonNode? value, string where)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            Assert.True(choices.Count(c => Fits(c!.AsObject(), value, where)) == 1, where);
        }

        if (schema["const"] is JsonNode constant)
        {
            Assert.True(JsonNode.DeepEquals(constant, value), where);
        }

        if (schema["enum"] is JsonArray values)
        {
            Assert.True(values.Any(v => JsonNode.DeepEquals(v, value)), where);
        }

        switch (schema["type"]?.GetValue<string>())
        {
            case "object":
                CheckObject(schema, Assert.IsType<JsonObject>(value), where);
                break;
            case "array":
                foreach (JsonNode? item in Assert.IsType<JsonArray>(value))
                {
                    Check(schema["items"]!.AsObject(), item, where);
                }

                break;
            case "integer":
                Assert.InRange(
                    value!.GetValue<int>(), schema["minimum"]!.GetValue<int>(), schema["maximum"]!.GetValue<int>());
                break;
            case "boolean":
                value!.GetValue<bool>();
                break;
            case "string":
                string pattern = schema["pattern"]?.GetValue<string>() ?? string.Empty;
                Assert.True(Regex.IsMatch(value!.GetValue<string>(), pattern), $"{where}: {value}");
                break;
            default:
                break;
        }
    }

    private static void CheckObject(JsonObject schema, JsonObject value, string where)
    {
        JsonObject known = schema["properties"]!.AsObject();
        foreach (JsonNode? name in schema["required"]!.AsArray())
        {
            Assert.True(value.ContainsKey(name!.GetValue<string>()), $"{where} lacks {name}");
        }

        foreach (var (name, item) in value)
        {
            Assert.True(known.ContainsKey(name), $"{where}: unknown field {name}");
            Check(known[name]!.AsObject(), item, $"{where}.{name}");
        }
    }

    private static bool Fits(JsonObject schema, JsonNode? value, string where)
    {
        try
        {
            Check(schema, value, where);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
