using System;
using System.IO;

namespace NanoTcpClose.Tests.Conformance;

/// <summary>Finds the root of the repository from the folder of the tests.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder != null && !File.Exists(Path.Combine(folder.FullName, "NanoTcpClose.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new DirectoryNotFoundException("no NanoTcpClose.sln above the tests");
        }
    }
}
