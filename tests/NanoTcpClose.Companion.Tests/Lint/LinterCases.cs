using System.Collections.Generic;
using NanoTcpClose.Companion.Cli;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Lint;

/// <summary>Three logs for every rule of check.</summary>
internal static class LinterCases
{
    internal static IReadOnlyList<LinterCase> All { get; } =
    [
        new(
            "illegal-transition", ExitCode.RuleBroken,
            () => Established().Step(1, S.Established, S.LastAck, C.UserClose, 100),
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100),
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100).Lose(3, 120)
                .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 150)),
        new(
            "broken-chain", ExitCode.RuleBroken,
            () => Established().Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 100),
            () => Established().Lose(3, 50).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 100),
            () => InTimeWait().Lose(3, 200).Step(1, S.Established, S.FinWait1, C.UserClose, 300))
        {
            Doubts = true,
        },
        new(
            "time-wait-short", ExitCode.RuleBroken,
            () => InTimeWait().Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 900),
            () => InTimeWait().Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1150),
            () => InFinWait2().Lose(3, 130).Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 900)),
        new(
            "close-wait-leak", ExitCode.Ok,
            () => InCloseWait().Note(1, CloseEvent.CloseWaitLeak, 60100, 60000),
            () => InCloseWait().Step(1, S.CloseWait, S.LastAck, C.UserClose, 200),
            () => InCloseWait().Lose(3, 60100).Step(1, S.CloseWait, S.LastAck, C.UserClose, 70000)),
        new(
            "fin-wait-2-forever", ExitCode.Ok,
            () => InFinWait2().Step(1, S.FinWait2, S.Closed, C.FinWait2Timeout, 60121),
            () => InFinWait2().Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 150),
            () => InFinWait2().Lose(3, 200).Open(2, ms: 300)),
        new(
            "last-ack-zombie", ExitCode.Ok,
            () => InLastAck().Step(1, S.LastAck, S.Closed, C.RetriesExhausted, 100000),
            () => InLastAck().Step(1, S.LastAck, S.Closed, C.FinAcked, 221),
            () => InLastAck().Lose(3, 300).Open(2, ms: 400)),
        new(
            "time-wait-exhaustion", ExitCode.Ok,
            () => Start().Stats(timeWait: 15, ms: 100),
            () => Start().Stats(timeWait: 13, ms: 100),
            () => Start().Stats(timeWait: 13, ms: 100).Lose(3, 120).Open(2, ms: 130)),
        new(
            "half-close-data-lost", ExitCode.Ok,
            () => InFinWait2().Step(1, S.FinWait2, S.Closed, C.DataAfterClose, 150),
            () => InFinWait2().Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 150),
            () => InFinWait2().Lose(3, 150).Open(2, ms: 300)),
        new(
            "time-wait-assassinated", ExitCode.Ok,
            () => InTimeWait().Step(1, S.TimeWait, S.Closed, C.ResetReceived, 300),
            () => InTimeWait().Step(1, S.TimeWait, S.Closed, C.ReusedBySyn, 300),
            () => InTimeWait().Lose(3, 300).Open(2, ms: 2000)),
        new(
            "fin-retransmitted", ExitCode.Ok,
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
                .Segment(1, true, 17, 1, 1, 100).Segment(1, true, 17, 1, 1, 400),
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100).Segment(1, true, 17, 1, 1, 100),
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100).Segment(1, true, 17, 1, 1, 100)
                .Lose(3, 400).Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 900)),
        new(
            "rst-instead-of-fin", ExitCode.Ok,
            () => Established().Step(1, S.Established, S.Closed, C.UserAbort, 100),
            () => InLastAck().Step(1, S.LastAck, S.Closed, C.FinAcked, 221),
            () => Established().Lose(3, 100).Open(2, ms: 200)),
        new(
            "simultaneous-close", ExitCode.Ok,
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
                .Step(1, S.FinWait1, S.Closing, C.FinReceived, 110).Step(1, S.Closing, S.TimeWait, C.FinAcked, 121),
            () => InTimeWait(),
            () => Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100).Lose(3, 110)
                .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1121)),
    ];

    internal static Captures Start()
    {
        return new Captures().Hello();
    }

    internal static Captures Established()
    {
        return Start().Open(1).Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 12);
    }

    internal static Captures InFinWait2()
    {
        return Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 121);
    }

    internal static Captures InTimeWait()
    {
        return InFinWait2().Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 150);
    }

    internal static Captures InCloseWait()
    {
        return Established().Step(1, S.Established, S.CloseWait, C.FinReceived, 100);
    }

    internal static Captures InLastAck()
    {
        return InCloseWait().Step(1, S.CloseWait, S.LastAck, C.UserClose, 200);
    }
}
