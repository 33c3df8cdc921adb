using System;
using System.Collections.Generic;
using System.IO;

namespace NanoTcpClose.Conformance.Script;

/// <summary>Finds the scripts behind the arguments.</summary>
internal static class CaseFiles
{
    /// <summary>The visible cases, as copied beside the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "cases");

    /// <summary>The project's own cases for what the visible ones leave out.</summary>
    public static string OwnFolder => Path.Combine(AppContext.BaseDirectory, "cases-own");

    public static List<CaseDefinition> Read(IEnumerable<string> paths)
    {
        var cases = new List<CaseDefinition>();
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                string[] files = Directory.GetFiles(path, "*.tcs", SearchOption.AllDirectories);
                Array.Sort(files, StringComparer.Ordinal);
                foreach (string file in files)
                {
                    cases.AddRange(ScriptParser.ReadFile(file));
                }
            }
            else
            {
                cases.AddRange(ReadOne(path));
            }
        }

        return cases;
    }

    private static List<CaseDefinition> ReadOne(string path)
    {
        try
        {
            return ScriptParser.ReadFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var missing = new ScriptException(0, "a readable script", e.Message);
            return [new CaseDefinition(path, path, 0) { Error = missing }];
        }
    }
}
