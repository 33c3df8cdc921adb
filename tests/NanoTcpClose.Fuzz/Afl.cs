using System;
using System.IO;
using SharpFuzz;

namespace NanoTcpClose.Fuzz;

/// <summary>
/// The same targets under afl-fuzz: assemblies instrumented by the tool sharpfuzz, inputs on standard input.
/// Instrumented
/// code may only run inside the fuzzer, so the target is made with the first input.
/// </summary>
internal static class Afl
{
    public static int Serve(string name)
    {
        FuzzTarget? target = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            target ??= TargetList.Make(name);
            ReadOnlySpan<byte> bytes = input.GetBuffer().AsSpan(0, (int)input.Length);
            if (FuzzRunner.Try(target, bytes) is Exception problem)
            {
                throw problem;
            }
        });
        return 0;
    }
}
