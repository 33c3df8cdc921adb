// Invariant: each entry is one change in the text of the engine; a test compiles the engine with it and holds that
// the named case fails, or that the model checker finds the violation.

namespace NanoTcpClose.Conformance.Report;

/// <summary>The planted faults, most of them faults that stacks really have.</summary>
internal static class PlantedBugs
{
    private const string Arrival = "CloseEngine.Arrival.cs";
    private const string States = "CloseEngine.States.cs";
    private const string Timers = "CloseEngine.Timers.cs";
    private const string TimeWaitArrival = "CloseEngine.TimeWaitArrival.cs";
    private const string OwnStates = "cases-own/B-F-states.tcs";
    private const string OwnRules = "cases-own/G-M-rules.tcs";

    public static PlantedBug[] All { get; } =
    [
        new("check order: the ACK is read before the sequence number", Arrival,
            "else if (!IsAcceptable(row, flags))", "else if ((control & TcpFlags.Ack) == 0 && !IsAcceptable(row, flags))", OwnStates,
                "B12"),
        new("window edge: one number too many is in the window for RST", Arrival,
            "else if (distance < _rcvWnd[row])", "else if (distance <= _rcvWnd[row])", OwnRules, "J04"),
        new("window edge: one number too many is acceptable", Arrival,
            "return window == 0 ? distance == 0 : distance < window;",
            "return window == 0 ? distance == 0 : distance <= window;", "cases/I-sequence.tcs", "I06"),
        new("a FIN on a bad ACK is taken", Arrival,
            "Challenge(row);\n                return false;", "Challenge(row);\n                return true;",
                OwnStates, "B20"),
        new("a segment without ACK is processed", Arrival,
            "else if ((control & TcpFlags.Ack) != 0 && AckArrives(row))",
            "else if ((control & TcpFlags.Ack) == 0 || AckArrives(row))", OwnStates, "B14"),
        new("timer from the wrong moment: FIN-WAIT-2 keeps the time of the state before", "CloseEngine.Transition.cs",
            "_since[row] = _armTick;", "_since[row] = to == TcpState.FinWait2 ? _since[row] : _armTick;", OwnStates,
                "C15"),
        new("timer from the wrong moment: R2 counts from the last transmission", Timers,
            "Count(EngineCounter.Retransmissions);",
            "Count(EngineCounter.Retransmissions); _firstTx[row] = _armTick;", "cases/N-retransmission.tcs", "N07"),
        new("the RTO is not doubled", Timers,
            "_backoff[row]++;", ";", "cases/N-retransmission.tcs", "N02"),
        new("the retransmission loses the FIN bit", Timers,
            "finSent && n == data ? TcpFlags.Ack | TcpFlags.Fin : TcpFlags.Ack", "TcpFlags.Ack",
                "cases/D-closing.tcs", "D09"),
        new("the ACK of the data counts as the ACK of the FIN", Arrival,
            "(_flags[row] & FinSent) != 0 && _una[row] == _sndNxt[row];",
            "(_flags[row] & FinSent) != 0 && _sndNxt[row] - _una[row] <= 1;", OwnStates, "B02"),
        new("any FIN lengthens TIME-WAIT", TimeWaitArrival,
            "&& s.Seq + (uint)s.PayloadLength + 1 == rcvNxt", "", OwnRules, "G05"),
        new("challenges are not limited", "CloseEngine.Budget.cs",
            "else if (SpendChallenge(row))", "else if (true)", OwnRules, "J15"),
        new("sequence numbers compare without the wrap", TimeWaitArrival,
            "(int)(s.Seq - _rcvNxt[entry]) >= 0", "s.Seq >= _rcvNxt[entry]", "cases/L-time-wait-syn.tcs", "L15"),
        new("data after a full close is delivered", Arrival,
            "length > 0 && ((flags & FullClose) != 0", "length > 0 && (length < 0", "cases/B-fin-wait-1.tcs",
                "B07"),
        new("data with a FIN after a full close is swallowed", Arrival,
            "if (length > 0 && ((flags", "if (length > 0 && !fin && ((flags", OwnStates, "B06"),
        new("the alarm of CLOSE-WAIT is raised again and again", Timers,
            "|| (flags & Alarmed) != 0", "", "cases/Z-options.tcs", "Z03"),
        new("a reset never ends TIME-WAIT after a challenge", TimeWaitArrival,
            "distance == 0 && _policy.RstAfterChallenge", "distance != 0 && _policy.RstAfterChallenge", OwnRules,
                "L21"),
        new("TIME-WAIT is not restarted", TimeWaitArrival, "RestartTimeWait(entry);", "", "cases/G-time-wait.tcs",
            "G04"),
        new("TIME-WAIT is not restarted", TimeWaitArrival, "RestartTimeWait(entry);", "", PlantedBug.ModelCheck,
            "TIME-WAIT lasted"),
        new("an early CLOSED: any ACK ends LAST-ACK", States,
            "if (finAcked)\n            {\n                End(row",
                "if (true)\n            {\n                End(row",
            PlantedBug.ModelCheck, "the peer never accepted it"),
        new("a FIN is accepted twice", Arrival,
            "if (theFin || SpendChallenge(row))\n            {",
            "if (theFin || SpendChallenge(row))\n            {\n                _rcvNxt[row] += theFin ? 1u : 0;",
            PlantedBug.ModelCheck, "RCV.NXT counts"),
    ];
}
