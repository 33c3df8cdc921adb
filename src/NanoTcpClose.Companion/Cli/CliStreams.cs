using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Ports;
using NanoTcpClose.Companion.Sockets;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The two streams of a command: data goes to Out, everything the tool itself says to Err, each line marked "--- ".</summary>
public sealed record CliStreams
{
    /// <summary>Takes both writers.</summary>
    public CliStreams(TextWriter output, TextWriter error)
    {
        Out = output;
        Err = error;
    }

    /// <summary>Data only, so that a pipe never sees the tool's own words.</summary>
    public TextWriter Out { get; init; }

    /// <summary>The tool's own words.</summary>
    public TextWriter Err { get; }

    /// <summary>Whether colours and cursor movement may be used on Out.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether colours may be used on Out.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether only ASCII may be written: asked for, or the terminal does not speak UTF-8.</summary>
    public bool Ascii { get; init; }

    /// <summary>Whether Err is a terminal that can redraw a line: progress bars go there.</summary>
    public bool ErrInteractive { get; init; }

    /// <summary>Columns of the terminal, or 120 when there is none.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Lines of the terminal.</summary>
    public int Height { get; init; } = 24;

    /// <summary>Columns and lines now, for a window may change its size.</summary>
    public Func<(int Width, int Height)>? MeasureWindow { get; init; }

    /// <summary>Where recordings go by default.</summary>
    public string StateFolder { get; init; } = Live.Recorder.StateFolder();

    /// <summary>Zone in which host times are shown.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Standard input as bytes, for `watch -`.</summary>
    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>Serial ports of this machine.</summary>
    public Func<IReadOnlyList<PortInfo>> FindPorts { get; init; } = PortList.Find;

    /// <summary>TCP sockets of this machine.</summary>
    internal Func<IReadOnlyList<LocalSocket>> FindSockets { get; init; } = SocketTable.Read;

    /// <summary>Runs nanoff; null when it is not installed.</summary>
    public Func<IReadOnlyList<string>, int?> RunNanoff { get; init; } = Nanoff.Run;

    /// <summary>The streams of this process.</summary>
    public static CliStreams FromConsole()
    {
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        PipeStream pipe = new(Console.OpenStandardOutput());
        StreamWriter output = new(pipe, utf8) { AutoFlush = true, NewLine = "\n" };
        StreamWriter error = new(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        bool terminal = !Console.IsOutputRedirected;
        bool dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        bool noColour = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new CliStreams(output, error)
        {
            Interactive = terminal && !dumb,
            ErrInteractive = !Console.IsErrorRedirected && !dumb,
            Colour = terminal && !dumb && !noColour,
            Ascii = dumb || !SpeaksUtf8(),
            Width = Window(terminal).Width,
            Height = Window(terminal).Height,
            MeasureWindow = terminal ? () => Window(true) : null,
            OpenInput = Console.OpenStandardInput,
        };
    }

    /// <summary>The same, with data going to another writer and without colours.</summary>
    internal CliStreams With(TextWriter output)
    {
        return this with { Out = output, Interactive = false, Colour = false };
    }

    /// <summary>The same under --color and --ascii, which stand anywhere on the command line.</summary>
    internal CliStreams Under(IReadOnlyList<string> words)
    {
        string colour = "auto";
        bool ascii = Ascii;
        for (int k = 0; k < words.Count && words[k] != "--"; k++)
        {
            ascii |= words[k] == "--ascii";
            colour = words[k] == "--color" && k + 1 < words.Count ? words[k + 1]
                : words[k].StartsWith("--color=", StringComparison.Ordinal) ? words[k][8..]
                : colour;
        }

        return this with { Ascii = ascii, Colour = colour == "always" || (colour != "never" && Colour) };
    }

    /// <summary>Columns and lines of the terminal.</summary>
    internal (int Width, int Height) Size()
    {
        return MeasureWindow?.Invoke() ?? (Width, Height);
    }

    /// <summary>Columns that a line must fit: those of the terminal; without one a line may be of any length.</summary>
    internal int Fit()
    {
        return MeasureWindow is null ? int.MaxValue : Size().Width;
    }

    /// <summary>The tool's own words: one line, or on a terminal as many as they need.</summary>
    public void Say(string text)
    {
        int width = ErrInteractive ? Size().Width - 4 : int.MaxValue;
        string[] lines = text.Split('\n');
        string mark = "--- ";
        foreach (string line in TextTable.Wrap(lines[0], width, ""))
        {
            Err.WriteLine(mark + line);
            mark = "---   ";
        }

        foreach (string line in lines.AsSpan(1))
        {
            Err.WriteLine(line);
        }
    }

    // The first of the three that is set decides, as in every POSIX program.
    private static bool SpeaksUtf8()
    {
        foreach (string name in new[] { "LC_ALL", "LC_CTYPE", "LANG" })
        {
            if (Environment.GetEnvironmentVariable(name) is string { Length: > 0 } value)
            {
                return value.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
                    || value.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
            }
        }

        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
    }

    private static (int Width, int Height) Window(bool terminal)
    {
        if (!terminal)
        {
            return (120, 24);
        }

        try
        {
            return (Math.Max(20, Console.WindowWidth), Math.Max(10, Console.WindowHeight));
        }
        catch (IOException)
        {
            return (120, 24);
        }
    }
}
