using System;
using System.Diagnostics;
using System.IO;

namespace NanoTcpClose.Soak.Faults;

/// <summary>
/// An engine that does not fit the memory: a process of its own with a small heap tries ever larger ones.
/// </summary>
internal static class ConstructionProbe
{
    public const string Argument = "--construct-in-little-memory";

    private const string HeapLimit = "0x6000000";

    public static string Run(out bool good)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ConstructionProbe).Assembly.Location);
        start.ArgumentList.Add(Argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        using Process process = Process.Start(start) ?? throw new IOException("dotnet could not be started");
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        good = process.ExitCode == 0;
        return "Allocation that fails while constructing (heap limit 96 MB): " + text;
    }

    /// <summary>The child's part.</summary>
    public static int RunHere()
    {
        int refused = 0;
        SilentHost host = new();
        for (int connections = 1; connections <= 32767; connections = (connections * 4) + 3)
        {
            try
            {
                CloseEngineOptions options = new()
                {
                    Connections = connections,
                    ReceiveBuffer = 65535,
                    SendBuffer = 65535
                };
                GC.KeepAlive(new CloseEngine(options, 1, host, null, 0));
            }
            catch (OutOfMemoryException)
            {
                refused++;
            }
        }

        CloseEngine small = new(new CloseEngineOptions(), 1, host, null, 0);
        int handle = small.Connect(2, 80, 5000, 0);
        bool works = handle > 0 && small.Close(handle, 0) == (int)CallResult.Ok && small.FreeConnections == 16;
        Console.WriteLine(
            $"{refused} engines that did not fit ended in OutOfMemoryException; a small one after them "
            + $"{(works ? "works" : "does not work")}.");
        return refused > 0 && works ? 0 : 1;
    }
}
