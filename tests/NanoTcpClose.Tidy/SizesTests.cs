using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using NanoTcpClose.Sizes;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class SizesTests
{
    [Theory]
    [InlineData(0, 24)]
    [InlineData(4, 24)]
    [InlineData(5, 36)]
    [InlineData(1500, 1524)]
    public void ArrayBytes_AreHeadAndDataRoundedUp(int data, int bytes)
    {
        Assert.Equal(bytes, BoardMemory.ArrayBytes(data));
    }

    [Fact]
    public void Of_CountsWhatTheRootOwnsOnce()
    {
        byte[] shared = new byte[5];
        HashSet<string> fields = ["NanoTcpClose.Tidy.SizesTests+Owner.First", "NanoTcpClose.Tidy.SizesTests+Owner.Second"];

        BoardMemory memory = BoardMemory.Of(new Owner { First = shared, Second = shared, DesktopOnly = 1 }, fields);

        Assert.Equal((1, 1, 36 + 36, 5), (memory.Objects, memory.Arrays, memory.Bytes, memory.ArrayData));
    }

    [Fact]
    public void Memory_IsWithinTheLimits()
    {
        IReadOnlyList<DeviceProject> projects = RepositoryLayout.DeviceProjects();
        DeviceProject engine = projects.Single(project => project.Name == "NanoTcpClose");
        using ModuleDefinition module = BoardCompiler.Module(new BoardCompiler(projects, board: true).Compile(engine));

        Expect.None(new MemoryReport(module).Print(TextWriter.Null));
    }

    [Fact]
    public void Code_IsWithinTheLimits()
    {
        Expect.None(CodeReport.Print(TextWriter.Null));
    }

    [Fact]
    public void CodeReport_RefusesWhatIsOverALimit()
    {
        string methods = string.Concat(Enumerable.Range(0, 256).Select(index => $"public static void M{index}() {{ }} "));
        string text = new('x', 66000);
        string source = $"public class A {{ {methods} public string Text() {{ return \"{text}\"; }} }}";
        using ModuleDefinition module = BoardCompiler.Module(BoardCompiler.CompileText(source));

        List<string> excesses = CodeReport.Excesses(new AssemblySize(module)).ToList();

        Expect.One(excesses, "members of A 256, limit 255");
        Expect.One(excesses, "strings");
    }

    private sealed class Owner
    {
        public byte[]? First;
        public byte[]? Second;
        public int DesktopOnly;
    }
}
