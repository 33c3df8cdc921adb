namespace NanoTcpClose.Soak.Faults;

/// <summary>What goes wrong while the connection of the board is in a state.</summary>
internal enum FaultKind
{
    None,
    LinkDown30s,
    LinkDownForGood,
    PeerReboots,
    BoardResets,
    ClockLeapsAnHour,
    ClockBack10s,
    MillisecondWrap,
    TickWrap,
    TimerLate5s,
    TimerSignalsLost,
    TimerEarly,
    TimerDoubled,
    SendFails5s,
    TraceRingFull,
    StaleHandles,
}
