using System;
using System.IO;
using Xunit;

namespace NanoTcpClose.Tests.Docs;

/// <summary>Files of the repository that tests hold equal to what the code says. UPDATE_DOCS=1 rewrites them.</summary>
internal static class RepositoryFile
{
    public static string Root { get; } = FindRoot();

    public static void MustEqual(string path, string expected)
    {
        string full = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(full, expected);
        }

        Assert.True(File.Exists(full), $"{path} is missing; make it with: UPDATE_DOCS=1 dotnet test");
        Assert.Equal(expected, File.ReadAllText(full).ReplaceLineEndings("\n"));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NanoTcpClose.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("NanoTcpClose.sln is not above the test's folder");
    }
}
