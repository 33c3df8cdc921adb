using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Filters;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// Command lines of ntc, words split at zero bytes, parsed but not run; and the small languages inside them.
/// </summary>
internal sealed class CommandLineTarget : FuzzTarget
{
    private static readonly string[] s_lines =
    [
        "watch\0/dev/ttyUSB0\0--filter\0state==TIME-WAIT && dwell>2s",
        "watch\0-\0--json\0--until\0idle:5s\0--timeout\060s",
        "show\0a.ntcl\0--json", "flow\0a.ntcl\0--conn\03.1\0--format\0svg", "explain\0a.ntcl\0--conn\03.1",
        "check\0a.ntcl",
        "ports", "boards", "flash\0esp32-devkitc-v4\0--port\0COM3", "version\0--json", "demo", "--help",
        "watch\0tcp://127.0.0.1:7000",
        "watch\0a\0--only\0closes\0--text\0hide\0--time\0both", "watch\0@file", "[diagram]\0show", "watch\0--\0-x",
        "--filter\0a>b!=c&&",
    ];

    public override string Name => "command-line";

    public override int MaxLength => 160;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string line in s_lines)
        {
            yield return Encoding.UTF8.GetBytes(line);
        }
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        string[] words = text.Split('\0');
        bool understood = Root.Understands(words, out string problem);
        FuzzFailure.Unless(understood || problem.Length > 0, "a refusal without a reason");
        foreach (string word in words)
        {
            ParseFilter(word);
            Until.Parse(word);
            Spans.Parse(word);
        }
    }

    private static void ParseFilter(string word)
    {
        try
        {
            Filter.Parse(word);
        }
        catch (FilterException refusal)
        {
            bool placed = refusal.At >= 0 && refusal.At <= word.Length && refusal.Message.Length > 0;
            FuzzFailure.Unless(placed, "a filter was refused without a reason or a place");
        }
    }
}
