// Invariant: whatever happens to the file, watching goes on. The bytes go to the file on the thread of the source,
// before anything
// else is done with them, so a held-up screen costs the recording nothing.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// The capture of one source. Without a name of the user's choice it is called after the board, once that is known.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private const long FlushMs = 1000;
    private const long NamelessMs = 12000;

    private readonly object _gate = new();
    private readonly bool _named;
    private readonly string _source;
    private readonly string _folder;
    private readonly Stopwatch _age = new();
    private CaptureWriter? _writer;
    private Action<string> _say = _ => { };
    private bool _told;
    private bool _dead;
    private long _flushedMs;

    /// <summary>
    /// Records to that file, or to one in the state directory. A file of the user's is opened at once.
    /// </summary>
    internal Recorder(string? file, string source, string stateFolder)
    {
        _named = file is not null;
        _source = source;
        _folder = stateFolder;
        if (file is not null)
        {
            Open(System.IO.Path.GetFullPath(file));
        }
    }

    /// <summary>Where it goes; null while there is no file.</summary>
    internal string? Path { get; private set; }

    /// <summary>~/.local/state/ntc, or what stands for it on this system.</summary>
    internal static string StateFolder()
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string root = !string.IsNullOrEmpty(state) ? state
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return System.IO.Path.Combine(root, "ntc");
    }

    /// <summary>Who hears what happens to the file.</summary>
    internal void SayTo(Action<string> say)
    {
        _say = say;
    }

    /// <summary>Adds bytes.</summary>
    internal void Write(DateTimeOffset now, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            try
            {
                Prepare();
                _writer?.Write(now, bytes);
                Due();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Stop(problem);
            }
        }
    }

    /// <summary>Adds a remark of the host.</summary>
    internal void Remark(DateTimeOffset now, string text)
    {
        Try(() => _writer?.WriteRemark(now, text));
    }

    /// <summary>Hands everything to the system once a second, so that little is lost when the process dies.</summary>
    internal void Flush()
    {
        Try(Due);
    }

    /// <summary>Calls the file BOARD-BOOT.ntcl; a further file of the same boot gets a number.</summary>
    internal void NameAfter(string board, string boot)
    {
        Try(() =>
        {
            if (_named || _told || Path is null)
            {
                return;
            }

            string path = Free(System.IO.Path.Combine(_folder, board + "-" + boot));
            try
            {
                File.Move(Path, path);
                Path = path;
            }
            catch (IOException)
            {
                // Windows does not rename a file that is open: it keeps the name that it has.
            }

            TellName();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Try(() =>
        {
            TellName();
            _writer?.Dispose();
            _writer = null;
        });
    }

    private void Prepare()
    {
        if (_dead)
        {
            return;
        }

        if (_writer is null)
        {
            string safe = string.Concat(_source.Split('/', '\\').Last().Where(char.IsLetterOrDigit));
            string stamp = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            Open(Free(System.IO.Path.Combine(_folder, safe + "-" + stamp)));
        }

        if (!_age.IsRunning)
        {
            _age.Start();
        }

        if (_named || _age.ElapsedMilliseconds > NamelessMs)
        {
            TellName();
        }
    }

    private void Open(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        FileShare share = FileShare.Read | FileShare.Delete;
        _writer = new CaptureWriter(new FileStream(path, FileMode.Create, FileAccess.Write, share, 65536), _source);
        Path = path;
    }

    private static string Free(string stem)
    {
        string path = stem + ".ntcl";
        for (int k = 2; File.Exists(path); k++)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"{stem}-{k}.ntcl");
        }

        return path;
    }

    private void TellName()
    {
        if (!_told && Path is not null)
        {
            _told = true;
            _say("recording to " + Path);
        }
    }

    private void Due()
    {
        if (_age.ElapsedMilliseconds - _flushedMs >= FlushMs)
        {
            _flushedMs = _age.ElapsedMilliseconds;
            _writer?.Flush();
        }
    }

    private void Try(Action action)
    {
        lock (_gate)
        {
            try
            {
                action();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Stop(problem);
            }
        }
    }

    // The writer is left to itself: disposing of it would try to write once more.
    private void Stop(Exception problem)
    {
        if (!_dead)
        {
            string where = Path ?? _folder;
            _say("recording to " + where + " stopped (" + problem.Message.TrimEnd('.') + "); watching goes on");
        }

        _dead = true;
        _told = true;
        _writer = null;
        Path = null;
    }
}
