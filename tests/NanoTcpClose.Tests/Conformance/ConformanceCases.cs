// Invariant: every case of both folders is one test, named by its ID.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Conformance.Report;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;
using Xunit;

namespace NanoTcpClose.Tests.Conformance;

public sealed class ConformanceCases
{
    private static readonly Dictionary<string, CaseDefinition> s_given = Read(CaseFiles.Folder);
    private static readonly Dictionary<string, CaseDefinition> s_own = Read(CaseFiles.OwnFolder);

    public static TheoryData<string> GivenIds => new(s_given.Keys);

    public static TheoryData<string> OwnIds => new(s_own.Keys);

    [Theory]
    [MemberData(nameof(GivenIds))]
    public void Given(string id)
    {
        CaseResult result = CaseRunner.Run(s_given[id]);
        Assert.True(result.Passed, result.ToString());
    }

    [Theory]
    [MemberData(nameof(OwnIds))]
    public void Own(string id)
    {
        CaseResult result = CaseRunner.Run(s_own[id]);
        Assert.True(result.Passed, result.ToString());
    }

    [Fact]
    public void Given_NumberOfScriptsAndRuns_IsThatOfTheOriginals()
    {
        Assert.Equal(248, s_given.Count);
        Assert.Equal(208, s_given.Keys.Select(id => id.Split('[')[0]).Distinct().Count());
    }

    [Fact]
    public void Document_IsWhatTheRunnerWrites()
    {
        string path = Path.Combine(Repository.Root, "docs", "conformance.md");
        Assert.Equal(ConformanceDocument.Write(), File.ReadAllText(path));
    }

    private static Dictionary<string, CaseDefinition> Read(string folder)
    {
        return CaseFiles.Read([folder]).ToDictionary(c => c.Id);
    }
}
