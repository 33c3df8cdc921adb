using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using NanoTcpClose.Companion.Cli;

namespace NanoTcpClose.Companion.Boards;

/// <summary>The file with the network's name and password that nanoff stores in a board; wrong ones fail there too late.</summary>
public static class WifiFile
{
    /// <summary>What such a file looks like.</summary>
    public const string Example =
        """{ "WirelessClient": { "Ssid": "your network", "Password": "its password", "ConfigurationOption": "AutoConnect" } }""";

    private const int MaxSsid = 32;
    private const int MaxPassword = 64;

    /// <summary>Refuses what nanoff or the board would not take. The password appears in no message.</summary>
    /// <exception cref="UsageException">The file cannot be used; the message says why.</exception>
    public static void Check(string path)
    {
        string? wrong = WhatIsWrong(File.ReadAllText(path));
        if (wrong is not null)
        {
            throw new UsageException("--wifi " + path + ": " + wrong + "; it should be like " + Example);
        }
    }

    /// <summary>The first thing that is wrong with such a text, or null.</summary>
    public static string? WhatIsWrong(string text)
    {
        JsonDocumentOptions lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, lenient);
            return Get(document.RootElement, "WirelessClient") is not { ValueKind: JsonValueKind.Object } client
                ? "it has no WirelessClient"
                : TooLong(client, "Ssid", 1, MaxSsid) ?? TooLong(client, "Password", 0, MaxPassword);
        }
        catch (JsonException problem)
        {
            return "line " + (problem.LineNumber + 1) + " is no JSON";
        }
    }

    private static string? TooLong(JsonElement client, string name, int least, int most)
    {
        JsonElement? value = Get(client, name);
        if (value is null)
        {
            return least > 0 ? "WirelessClient has no " + name : null;
        }

        int length = value is { ValueKind: JsonValueKind.String } s ? s.GetString()!.Length : -1;
        return length >= least && length <= most ? null : $"{name} must be a string of {least} to {most} characters";
    }

    // nanoff does not look at the case of names.
    private static JsonElement? Get(JsonElement element, string name)
    {
        return element.ValueKind != JsonValueKind.Object ? null
            : element.EnumerateObject()
                .Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(p => (JsonElement?)p.Value)
                .FirstOrDefault();
    }
}
