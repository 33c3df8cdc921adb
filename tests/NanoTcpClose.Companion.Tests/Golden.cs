using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Whole screens as files. With NTC_UPDATE_GOLDEN=1 the files are written instead of compared.</summary>
internal static class Golden
{
    internal static void Equal(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("NTC_UPDATE_GOLDEN") == "1")
        {
            string folder = Path.Combine(Path.GetDirectoryName(Here())!, "Golden");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name), actual);
            return;
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)), actual);
    }

    private static string Here([CallerFilePath] string path = "")
    {
        return path;
    }
}
