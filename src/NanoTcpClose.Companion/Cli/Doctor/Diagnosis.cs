using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Doctor;

/// <summary>What is the matter with a line, and what to do.</summary>
/// <param name="Name">One word for scripts.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">What to do; empty when nothing is.</param>
/// <param name="Code">The exit code.</param>
internal sealed record Diagnosis(string Name, string Text, string Remedy, int Code)
{
    /// <summary>
    /// From the bytes of some seconds at the speed that was asked for; a better speed if one was found.
    /// </summary>
    internal static Diagnosis Of(LineSample sample, string port, int baud, int? betterBaud)
    {
        if (betterBaud is int better)
        {
            return new Diagnosis(
                "wrong-speed", F($"garbage at {baud}, sense at {better}"), F($"ntc watch {port} --baud {better}"),
                    ExitCode.RuleBroken);
        }

        return sample.Bytes == 0
            ? new Diagnosis(
                "silent", "nothing came",
                    "press the board's reset button; if it stays silent: is TX wired to the adapter's RX, "
                    + "is it the log port? (`ntc boards` names it, `ntc ports` lists the others)", ExitCode.Timeout)
            : sample.Log.UnknownVersion != 0 && sample.Log.Records == 0 ? Version(sample)
            : sample.Log.Records > 0 ? Talking(sample)
            : sample.IsGarbage
                ? new Diagnosis(
                    "garbage", F($"{sample.Bytes} bytes, neither text nor records, at no usual speed"),
                    "is it a serial port of the board at all? check ground, and --baud against the board's file",
                        ExitCode.RuleBroken)
            : OnlyText(sample);
    }

    private static Diagnosis Version(LineSample sample)
    {
        return new Diagnosis(
            "wire-version",
            F($"the board speaks wire version {sample.Log.UnknownVersion}, this ntc reads {TraceDecoder.Version}"),
            "update ntc, or flash the firmware that belongs to it", ExitCode.Schema);
    }

    private static Diagnosis Talking(LineSample sample)
    {
        BoardLog log = sample.Log;
        if (log.Boots > 1 || sample.RomBoots > 1 || sample.Panics > 0)
        {
            return Loop(sample);
        }

        BoardIdentity? board = log.Epochs[^1].Identity;
        string who = board is null ? "a board that has not said HELLO yet" : "board " + board.DeviceId;
        string text = F($"{log.Records} records from {who}");
        return log.Faults > 0
            ? new Diagnosis("fault", text + F($", {log.Faults} faults among them"), "ntc check PORT says which",
                ExitCode.DeviceFault)
            : log.Missing > 0
                ? new Diagnosis(
                    "losses", text + F(
                        $"; {log.Missing} are missing, {log.Epochs.Sum(e => e.DroppedByBoard)} dropped by the board"),
                    "raise the speed of the line, or the trace ring of the board", ExitCode.Uncertain)
                : new Diagnosis("healthy", text + ", none lost", "", ExitCode.Ok);
    }

    private static Diagnosis OnlyText(LineSample sample)
    {
        if (sample.IsDownload)
        {
            return new Diagnosis(
                "download-mode", "the boot ROM waits for firmware", "let GPIO 0 go and press reset",
                    ExitCode.RuleBroken);
        }

        if (sample.RomBoots > 1 || sample.Panics > 0)
        {
            return Loop(sample);
        }

        string heard = sample.FirstText.Length == 0 ? "" : ", for example: " + sample.FirstText;
        return sample.HasWirePackets
            ? new Diagnosis(
                "debug-port", "this is nanoFramework's debug port: Wire Protocol packets and no record among them",
                "the log goes to another port: `ntc boards` names it; or the application is not deployed: `ntc flash`",
                ExitCode.RuleBroken)
            : new Diagnosis(
                "no-records", F($"{sample.Bytes} bytes of text and no record{heard}"),
                "wrong port (`ntc boards` names the log port), or firmware without NanoTcpClose: `ntc flash`",
                    ExitCode.RuleBroken);
    }

    private static Diagnosis Loop(LineSample sample)
    {
        int boots = System.Math.Max(sample.Log.Boots, sample.RomBoots);
        string why = sample.Panics > 0 ? F($"; it crashed {sample.Panics} times") : "";
        return new Diagnosis(
            "boot-loop", F($"the board booted {boots} times{why}"),
            "power (a good USB cable and port), then the firmware: `ntc watch PORT --text only` shows the reason",
                ExitCode.RuleBroken);
    }

    private static string F(System.FormattableString text)
    {
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
