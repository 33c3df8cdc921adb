using System;
using System.IO;
using NanoTcpClose.Companion.Cli.Filters;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Turns every expected failure into one line on the error stream and its exit code.</summary>
internal static class Guard
{
    internal static int Run(CliStreams streams, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (PortException problem)
        {
            streams.Say(problem.Message);
            return ExitCode.Port;
        }
        catch (CaptureException problem)
        {
            streams.Say(problem.Message);
            return problem.Message.Contains("version", StringComparison.Ordinal) ? ExitCode.Schema : ExitCode.Usage;
        }
        catch (FilterException problem)
        {
            streams.Say("--filter: " + problem.Message);
            foreach (string line in problem.Pointer())
            {
                streams.Say(line);
            }

            return ExitCode.Usage;
        }
        catch (InterruptedException)
        {
            return ExitCode.Interrupted;
        }
        catch (UsageException problem)
        {
            streams.Say(problem.Message);
            return ExitCode.Usage;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            streams.Say(problem.Message.TrimEnd('.') + ": check the path and its permissions");
            return ExitCode.Usage;
        }
    }
}
