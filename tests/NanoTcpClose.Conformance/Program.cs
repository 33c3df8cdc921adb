// Invariant: the last line is "N passed, N failed"; the exit code is 0 only if cases ran and none failed.

using System;
using System.IO;
using NanoTcpClose.Conformance.Report;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance;

/// <summary>The command line of the runner: files and folders, or "--markdown FILE".</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        return Execute(args, Console.Out, Console.Error);
    }

    internal static int Execute(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Length > 0 && args[0].StartsWith('-') && (args.Length != 2 || args[0] != "--markdown"))
        {
            errors.WriteLine("usage: NanoTcpClose.Conformance [FILE-OR-FOLDER...] | --markdown FILE");
            return 2;
        }

        if (args.Length == 2 && args[0] == "--markdown")
        {
            File.WriteAllText(args[1], ConformanceDocument.Write());
            return 0;
        }

        string[] paths = args.Length == 0 ? [CaseFiles.Folder] : args;
        int passed = 0;
        int failed = 0;
        foreach (CaseDefinition definition in CaseFiles.Read(paths))
        {
            CaseResult result = CaseRunner.Run(definition);
            output.WriteLine(result);
            passed += result.Passed ? 1 : 0;
            failed += result.Passed ? 0 : 1;
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }
}
