using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Ports;

namespace NanoTcpClose.Companion.Cli.Doctor;

/// <summary>Which board speaks on a port.</summary>
/// <param name="Port">The port.</param>
/// <param name="Word">One word for scripts: board, records, text, garbage, silent, closed, or not-asked.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Board">What the board said of itself; null when it did not.</param>
internal sealed record PortHearing(PortInfo Port, string Word, string Text, BoardIdentity? Board)
{
    /// <summary>
    /// Listens to all ports at once that may be a board's, each until a HELLO came or the time is over.
    /// </summary>
    internal static IReadOnlyList<PortHearing> Of(
        IReadOnlyList<PortInfo> ports, int baud, TimeSpan time, CancellationToken cancel)
    {
        Task<PortHearing>[] ears =
        [
            .. ports.Select(p => time > TimeSpan.Zero && p.MayBeBoard
                ? Task.Factory.StartNew(
                    () => Of(p, baud, time, cancel), CancellationToken.None, TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)
                : Task.FromResult(new PortHearing(p, "not-asked", "-", null))),
        ];
        return Task.WhenAll(ears).GetAwaiter().GetResult();
    }

    private static PortHearing Of(PortInfo port, int baud, TimeSpan time, CancellationToken cancel)
    {
        LineSample sample;
        try
        {
            sample = new LineSample(LineEar.Listen(port.Name, baud, time, cancel, HasHello));
        }
        catch (PortException problem)
        {
            // Its first part says what is the matter; what to do stands there when the port is named alone.
            string name = "port " + port.Name + " ";
            string why = problem.Message.Split(": ")[0].Replace(name, "", StringComparison.Ordinal);
            return new PortHearing(port, "closed", why, null);
        }

        BoardIdentity? board = Identity(sample.Log);
        return board is not null ? new PortHearing(port, "board", Name(board), board)
            : sample.Log.Records > 0 ? new PortHearing(port, "records", "a board that has not said HELLO yet", null)
            : sample.IsGarbage ? new PortHearing(port, "garbage", "bytes without sense: another speed?", null)
            : sample.Bytes > 0 ? new PortHearing(port, "text", "text, no record", null)
            : new PortHearing(port, "silent", "nothing", null);
    }

    private static bool HasHello(byte[] bytes)
    {
        return Identity(new LineSample(bytes).Log) is not null;
    }

    private static BoardIdentity? Identity(BoardLog log)
    {
        return log.Epochs.Count == 0 ? null : log.Epochs[^1].Identity;
    }

    private static string Name(BoardIdentity board)
    {
        return string.Create(
            CultureInfo.InvariantCulture, $"board {board.DeviceId}, boot {board.BootId:X8}, build {board.BuildId:X8}");
    }
}
