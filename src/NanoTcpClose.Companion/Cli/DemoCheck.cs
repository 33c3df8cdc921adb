using System.Linq;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.VirtualBoard;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Holds what the log shows of a close of the demo against what the script played.</summary>
internal static class DemoCheck
{
    /// <summary>One sentence, or null when the close is as expected.</summary>
    internal static string? Problem(DemoClose close, BoardLog log)
    {
        ConnectionModel? seen = log.Connections.FirstOrDefault(
            c => c.Opening?.RemotePort == close.RemotePort
                && (close.LocalPort == 0 || c.Opening.LocalPort == close.LocalPort));
        if (seen is null)
        {
            return close.Name + ": the log does not show it";
        }

        TcpState[] path = [.. seen.Steps.Select(s => s.To)];
        if (!path.SequenceEqual(close.ExpectedPath))
        {
            return close.Name + ": went through " + LegalPaths.Text(path) + ", expected "
                + LegalPaths.Text(close.ExpectedPath);
        }

        Verdict verdict = Judge.Of(seen);
        string kind = CloseKinds.Name(verdict.Kind);
        return kind != close.ExpectedKind ? close.Name + ": judged as " + kind + ", expected " + close.ExpectedKind
            : verdict.Outcome is Outcome.Broken or Outcome.Uncertain ? close.Name + ": " + verdict.Full
            : null;
    }
}
