// Invariant: the limits are those of nanoFramework and stand here once. The .pe is an estimate, so it is shown beside its
// aim and fails nothing.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using NanoTcpClose.Tidy.Gates;

namespace NanoTcpClose.Sizes;

/// <summary>IL, strings and members of each device assembly against the limits of the platform.</summary>
public static class CodeReport
{
    private const int SectionLimit = 65536;
    private const int MemberLimit = 255;
    private const int EngineAim = 16384;

    public static IReadOnlyList<string> Print(TextWriter output)
    {
        List<string> excesses = [];
        IReadOnlyList<DeviceProject> projects = RepositoryLayout.DeviceProjects();
        BoardCompiler compiler = new(projects, board: true);
        output.WriteLine("Code (bytes; the board's build; .pe is an estimate)");
        output.WriteLine($"  {"assembly",-22} {"IL",7} {"tables",7} {"strings",8} {".pe",7}  most members of a type");
        foreach (DeviceProject project in projects.Where(project => project.BoardSources.Count > 1))
        {
            IReadOnlyList<string> errors = BoardCompiler.Errors(compiler.Compile(project));
            if (errors.Count > 0)
            {
                excesses.Add($"{project.Name} does not compile for the board: {errors[0]}");
                continue;
            }

            using ModuleDefinition module = BoardCompiler.Module(compiler.Compile(project));
            AssemblySize size = new(module);
            output.WriteLine($"  {size.Name,-22} {size.IlBytes,7} {size.TableBytes,7} {size.StringBytes,8}"
                + $" {size.PeEstimate,7}  {size.MostMembers} in {size.LargestType}");
            if (size.Parts.Count > 1 && size.Parts.ContainsKey("codec"))
            {
                string parts = string.Join(", ", size.Parts.OrderByDescending(part => part.Value)
                    .Select(part => $"{part.Key} {part.Value}"));
                output.WriteLine($"    of it by part: {parts}");
            }

            excesses.AddRange(Excesses(size));
        }

        output.WriteLine($"  limits: IL, strings {SectionLimit}; members {MemberLimit}");
        output.WriteLine($"  aim, not a limit: .pe of the engine {EngineAim}");
        return excesses;
    }

    public static IEnumerable<string> Excesses(AssemblySize size)
    {
        (string What, int Value, int Limit)[] rules =
        [
            ("IL", size.IlBytes, SectionLimit),
            ("strings", size.StringBytes, SectionLimit),
            ("members of " + size.LargestType, size.MostMembers, MemberLimit),
        ];
        return rules.Where(rule => rule.Value > rule.Limit)
            .Select(rule => $"{size.Name}: {rule.What} {rule.Value}, limit {rule.Limit}");
    }
}
