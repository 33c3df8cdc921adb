using System;
using System.IO;
using SharpFuzz;

namespace NanoTcpClose.Fuzz;

/// <summary>
/// The same targets under afl-fuzz: assemblies instrumented by the tool sharpfuzz, inputs on standard input.
/// </summary>
internal static class Afl
{
    public static int Serve(FuzzTarget target)
    {
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            target.Execute(input.GetBuffer().AsSpan(0, (int)input.Length));
        });
        return 0;
    }
}
