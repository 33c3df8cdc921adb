using System.Collections.Generic;
using System.IO;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;
using Xunit;

namespace NanoTcpClose.Mutation;

/// <summary>The close scripts, a file a test: the first case that fails ends it, one is enough.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (string folder in new[] { CaseFiles.Folder, CaseFiles.OwnFolder })
        {
            foreach (string path in Directory.GetFiles(folder, "*.tcs"))
            {
                files.Add(Path.Combine(Path.GetFileName(folder), Path.GetFileName(path)));
            }
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryCase_Passes(string file)
    {
        string path = Path.Combine(Path.GetDirectoryName(CaseFiles.Folder)!, file);
        foreach (CaseDefinition definition in CaseFiles.Read([path]))
        {
            CaseResult result = CaseRunner.Run(definition);
            Assert.True(result.Passed, result.ToString());
        }
    }
}
