using System;
using System.Globalization;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Where captures go.</summary>
internal static class Recording
{
    /// <summary>Opens the capture: the named file, or one in the state directory.</summary>
    internal static CaptureWriter Start(string? file, string source, out string path)
    {
        path = file ?? DefaultPath(source);
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
        }

        return new CaptureWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), source);
    }

    private static string DefaultPath(string source)
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string root = !string.IsNullOrEmpty(state) ? state
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        string safe = string.Concat(source.Split('/', '\\').Last().Where(char.IsLetterOrDigit));
        string stamp = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return Path.Combine(root, "ntc", safe + "-" + stamp + ".ntcl");
    }
}
