using System;
using System.IO;
using Xunit;

namespace NanoTcpClose.Tests.Boards;

public sealed class BoardProfilesTests
{
    private static string Target => Path.Combine(BoardFile.Root(), "src", "NanoTcpClose.Esp32", "BoardProfiles.cs");

    [Fact]
    public void GeneratedProfiles_AreUpToDate()
    {
        string wanted = BoardProfileSource.Generate();
        if (Environment.GetEnvironmentVariable("UPDATE_GENERATED") == "1")
        {
            File.WriteAllText(Target, wanted);
        }

        string actual = File.ReadAllText(Target).ReplaceLineEndings("\n");
        Assert.True(wanted == actual, "BoardProfiles.cs is old: run this test with UPDATE_GENERATED=1");
    }
}
