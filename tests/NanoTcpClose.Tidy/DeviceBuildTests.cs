// Invariant: the gates run over every .nfproj that exists; none is named here but the engine, which has a rule of its
// own.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using NanoTcpClose.Tidy.Gates;
using Xunit;

namespace NanoTcpClose.Tidy;

public sealed class DeviceBuildTests
{
    private static readonly IReadOnlyList<DeviceProject> s_projects = RepositoryLayout.DeviceProjects();
    private static readonly BoardCompiler s_board = new(s_projects, board: true);
    private static readonly BoardCompiler s_desktop = new(s_projects, board: false);

    /// <summary>Members that only the desktop's half of an #if uses, each with its reason.</summary>
    private static readonly Dictionary<string, string> s_desktopOnly = new()
    {
        ["System.Action`4"] = "the hook of the tests' fixture, CloseEngine.Fixture.cs",
        ["System.Threading.EventWaitHandle"] = "base class of AutoResetEvent; the board's declares Set itself",
        ["System.Threading.Monitor.Enter(System.Object,System.Boolean@)"] = "lock; on the board Enter(object)",
        ["System.Threading.Interlocked.CompareExchange(!!0@,!!0,!!0)"] = "accessors of an event",
        ["System.GC.GetAllocatedBytesForCurrentThread"] = "the desktop's half of FreeMemory.cs",
        ["System.Net.Sockets.Socket.Shutdown(System.Net.Sockets.SocketShutdown)"] = "half-close; an error on the board",
        ["System.Net.Sockets.SocketShutdown"] = "half-close; an error on the board",
        ["System.OperatingSystem"] = "which stack the desktop has; lwIP on the board",
        ["System.OperatingSystem.IsLinux"] = "which stack the desktop has; lwIP on the board",
        ["System.Net.Sockets.Socket.ReceiveBufferSize"] = "room of the raw socket; fixed on the board",
        ["System.Net.Sockets.LingerOption"] = "abort by linger 0; SetSocketOption on the board",
        ["System.Net.Sockets.Socket.LingerState"] = "abort by linger 0; SetSocketOption on the board",
        ["System.Net.Sockets.SocketException.SocketErrorCode"] = "ErrorCode on the board",
    };

    /// <summary>Public methods of the engine assembly that allocate by design, each with its reason.</summary>
    private static readonly Dictionary<string, string> s_allocating = new();

    public static IEnumerable<TheoryDataRow<string>> Projects()
    {
        return s_projects.Where(project => project.BoardSources.Count > 1)
            .Select(project => new TheoryDataRow<string>(project.Name));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void BoardBuild_Compiles(string name)
    {
        Expect.None(BoardCompiler.Errors(s_board.Compile(Project(name))));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void BoardBuild_UsesOnlyListedMembers(string name)
    {
        ApiGate gate = new(StubLibrary.Default.Manifests, OwnAssemblies(), new Dictionary<string, string>());
        using ModuleDefinition module = BoardCompiler.Module(s_board.Compile(Project(name)));

        Expect.None(gate.Check(module, new HashSet<string>()));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void DesktopBuild_UsesOnlyListedMembersOrNamesWhy(string name)
    {
        DeviceProject project = Project(name);
        if (!File.Exists(Path.ChangeExtension(project.FilePath, ".csproj")))
        {
            return;
        }

        ApiGate gate = new(StubLibrary.Default.Manifests, OwnAssemblies(), s_desktopOnly);
        using ModuleDefinition module = BoardCompiler.Module(s_desktop.Compile(project));

        Expect.None(gate.Check(module, BoardCompiler.DesktopTypes(s_desktop.Compile(project))));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void BoardBuild_HasOnlySafeInstructions(string name)
    {
        using ModuleDefinition module = BoardCompiler.Module(s_board.Compile(Project(name)));

        Expect.None(InstructionGate.Check(module));
        Expect.None(StaticInitialiserGate.Check(module));
        Expect.None(EnumTextGate.Check(s_board.Compile(Project(name))));
    }

    [Fact]
    public void Engine_AllocatesNothingAfterConstruction()
    {
        using ModuleDefinition module = BoardCompiler.Module(s_board.Compile(Project("NanoTcpClose")));

        Expect.None(new AllocationGate(module, s_allocating).Check());
    }

    private static DeviceProject Project(string name)
    {
        return s_projects.Single(project => project.Name == name);
    }

    private static IEnumerable<string> OwnAssemblies()
    {
        return s_projects.Select(project => project.AssemblyName);
    }
}
