using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Colours of live lines; used on a terminal only, never with NO_COLOR.</summary>
internal static class Paint
{
    private const string Reset = "\x1b[0m";

    /// <summary>The line in the colour of what it says.</summary>
    internal static string Line(string line, Change change)
    {
        string colour = change.Event.Kind switch
        {
            LogEventKind.Text => "\x1b[2m",
            LogEventKind.Fault => "\x1b[31m",
            LogEventKind.Note => "\x1b[33m",
            LogEventKind.Transition => Transition(change.Step!),
            _ => "",
        };
        return colour.Length == 0 ? line : colour + line + Reset;
    }

    private static string Transition(Step step)
    {
        return !Judge.IsLegal(step) ? "\x1b[1;31m"
            : step.Cause is TransitionCause.ResetReceived or TransitionCause.UserAbort or TransitionCause.Refused ? "\x1b[31m"
            : step.To == TcpState.Closed ? "\x1b[32m"
            : step.To == TcpState.TimeWait ? "\x1b[36m"
            : "";
    }
}
