using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Benchmarks;

/// <summary>
/// lwIP beside us: the distribution's source package, fetched by a private source entry made from the machine's own,
/// compiled here with our driver, never kept in the repository.
/// </summary>
internal sealed class LwipPeer : IDisposable
{
    private readonly Process _process;

    private LwipPeer(Process process)
    {
        _process = process;
        ControlBlockBytes = int.Parse(ReadLine().Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>sizeof(struct tcp_pcb) in this build.</summary>
    public int ControlBlockBytes { get; }

    /// <summary>Fetches, builds and starts; throws with the reason when that is not possible.</summary>
    public static LwipPeer Start()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "lwip-build");
        string binary = Path.Combine(folder, "peer");
        if (!File.Exists(binary))
        {
            Directory.CreateDirectory(folder);
            Build(folder, Path.Combine(AppContext.BaseDirectory, "lwip"));
        }

        ProcessStartInfo start = new(binary) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new LwipPeer(Process.Start(start)!);
    }

    /// <summary>One command of the driver; its figure.</summary>
    public double Run(string command, long count)
    {
        _process.StandardInput.WriteLine($"{command} {count}");
        _process.StandardInput.Flush();
        return double.Parse(ReadLine(), CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the driver's process, to bind it to a processor.</summary>
    public int ProcessId => _process.Id;

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Build(string folder, string driver)
    {
        foreach (string sub in new[] { "state/lists/partial", "cache/archives/partial" })
        {
            Directory.CreateDirectory(Path.Combine(folder, sub));
        }

        File.WriteAllText(Path.Combine(folder, "src.list"), SourceEntry());
        string options = $"-o Dir::Etc::SourceList={folder}/src.list -o Dir::Etc::SourceParts=/dev/null "
            + $"-o Dir::State={folder}/state -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache={folder}/cache "
            + "-o APT::Sandbox::User=root";
        Shell(folder, $"apt-get {options} update && apt-get {options} source --download-only lwip");
        Shell(folder, "tar xf lwip_*.orig.tar.*");
        string lwip = Directory.GetDirectories(folder, "lwip-*").Single();
        string core = $"{lwip}/src/core";
        Shell(
            folder,
            $"gcc -O2 -w -DNDEBUG -I{driver} -I{lwip}/src/include {driver}/peer.c {core}/*.c "
            + $"{core}/ipv4/ip4.c {core}/ipv4/ip4_addr.c -o peer");
    }

    /// <summary>A deb-src line for the archive that this machine installs its packages from.</summary>
    private static string SourceEntry()
    {
        const string Parts = "/etc/apt/sources.list.d";
        foreach (string file in Directory.Exists(Parts) ? Directory.GetFiles(Parts, "*.sources") : [])
        {
            string[] lines = File.ReadAllLines(file);
            string? uri = Field(lines, "URIs:");
            string? suite = Field(lines, "Suites:");
            string? key = Field(lines, "Signed-By:");
            if (uri is not null && suite is not null && uri.EndsWith("/debian", StringComparison.Ordinal))
            {
                return $"deb-src {(key is null ? "" : $"[signed-by={key}] ")}{uri} {suite} main\n";
            }
        }

        string old = "/etc/apt/sources.list";
        string? line = File.Exists(old)
            ? File.ReadLines(old).FirstOrDefault(l => l.StartsWith("deb ", StringComparison.Ordinal))
            : null;
        return line is null
            ? throw new InvalidOperationException(
                "no Debian archive is configured on this machine, so lwIP's source package cannot be had")
            : $"deb-src {line[4..]}\n";
    }

    private static string? Field(string[] lines, string name)
    {
        string? line = lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line?[name.Length..].Trim().Split(' ')[0];
    }

    private static void Shell(string folder, string command)
    {
        ProcessStartInfo start = new("bash", ["-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"lwIP could not be built: {command.Split(' ')[0]}: {errors.Trim()}{output.Result.Trim()}");
        }
    }

    private string ReadLine()
    {
        return _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("the lwIP driver ended; see its message above");
    }
}
