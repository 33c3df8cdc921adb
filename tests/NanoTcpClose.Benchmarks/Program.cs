using System;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NanoTcpClose.Benchmarks;

try
{
    switch (args)
    {
        case ["compare"]:
            return new Compare().Run("");
        case ["compare", string only]:
            return new Compare().Run(only);
        case ["decode"]:
            return new DecodeSpeed().Run();
        case ["deadlines"]:
            return new Deadlines().Run();
        case ["growth", string folder]:
            return new Growth(folder).Run();
        case ["capture", string records, string path]:
            return BigCapture.Write(int.Parse(records, System.Globalization.CultureInfo.InvariantCulture), path);
        case ["tap"]:
            return new TapCost().Run();
        case ["suites", .. string[] rest]:
            // In this process: building another would take minutes on a busy machine, and BenchmarkDotNet would give up.
            IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            BenchmarkSwitcher.FromAssembly(typeof(EngineSuite).Assembly).Run(rest, config);
            return 0;
    }
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine($"--- {e.Message}");
    return 2;
}

Console.Error.WriteLine("""
    --- usage: dotnet run -c Release --project tests/NanoTcpClose.Benchmarks -- COMMAND
    compare [ROW]           side by side with lwIP; exit code 0 only if every target is met
    decode                  records and bytes a second of the decoder
    deadlines               how late timers fire behind the one timer
    growth FOLDER           plots of cost against number, as SVG
    capture RECORDS FILE    writes a capture of that many records
    tap                     what the segment tap of the observe role costs; needs raw sockets
    suites [OPTIONS]        BenchmarkDotNet; for example --filter '*'
    """);
return 2;
