using System;
using System.IO;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Tests;

/// <summary>
/// Captures that stand in the repository: demo.ntcl is `ntc demo --record demo.ntcl` with the kernel as peer.
/// </summary>
internal static class Samples
{
    internal static string Demo { get; } = Path.Combine(AppContext.BaseDirectory, "Samples", "demo.ntcl");

    internal static BoardLog DemoLog()
    {
        return LogFile.Load(Demo);
    }
}
