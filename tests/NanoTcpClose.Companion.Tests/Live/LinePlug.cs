using System;
using System.IO;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>
/// A serial port that can be pulled out and plugged in: a name that leads to one pseudo-terminal after the other.
/// </summary>
internal sealed class LinePlug : IDisposable
{
    private const int WriteWaitMs = 30000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ntc-plug").FullName;
    private PseudoTerminal? _terminal;

    internal string Name => Path.Combine(_folder, "tty");

    internal void PlugIn()
    {
        _terminal = new PseudoTerminal(WriteWaitMs);
        string link = Name + ".new";
        File.CreateSymbolicLink(link, _terminal.Name);
        File.Move(link, Name, overwrite: true);
    }

    internal void PullOut()
    {
        File.Delete(Name);
        _terminal?.Dispose();
        _terminal = null;
    }

    internal bool Write(byte[] bytes, int count)
    {
        return _terminal!.Write(bytes, count);
    }

    public void Dispose()
    {
        PullOut();
        Directory.Delete(_folder, recursive: true);
    }
}
