// Invariant: exit code 0 only when every size is within its limit.

using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using NanoTcpClose.Sizes.Budget;
using NanoTcpClose.Tidy.Gates;

namespace NanoTcpClose.Sizes;

/// <summary>Prints what the device side takes on a board, writes the file lists of the .nfproj
/// (fix-nfproj), or counts the instructions that each path executes (instructions).</summary>
public static class Program
{
    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                return Report();
            case ["fix-nfproj"]:
                return FixProjects();
            case ["instructions", .. string[] paths]:
                return BudgetReport.Print(Console.Out, paths);
            default:
                Console.Error.WriteLine("usage: NanoTcpClose.Sizes [fix-nfproj | instructions [PATH]]");
                return 2;
        }
    }

    private static int Report()
    {
        List<string> excesses = [];
        excesses.AddRange(Memory().Print(Console.Out));
        excesses.AddRange(CodeReport.Print(Console.Out));
        foreach (string excess in excesses)
        {
            Console.Error.WriteLine("over the limit: " + excess);
        }

        Console.WriteLine(excesses.Count == 0 ? "all within the limits" : $"{excesses.Count} over the limits");
        return excesses.Count == 0 ? 0 : 1;
    }

    private static MemoryReport Memory()
    {
        IReadOnlyList<DeviceProject> projects = RepositoryLayout.DeviceProjects();
        DeviceProject engine = projects.Single(project => project.Name == "NanoTcpClose");
        using ModuleDefinition module = BoardCompiler.Module(new BoardCompiler(projects, board: true).Compile(engine));
        return new MemoryReport(module);
    }

    private static int FixProjects()
    {
        foreach (DeviceProject project in RepositoryLayout.DeviceProjects())
        {
            string outcome = ProjectFileGate.Fix(project) ? "rewritten" : "as it was";
            Console.WriteLine($"{project.Name}.nfproj: {project.BoardSources.Count} files, {outcome}");
        }

        return 0;
    }
}
