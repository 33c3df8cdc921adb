namespace NanoTcpClose.Soak.Net;

/// <summary>What may be wrong with the signals of a board's one timer.</summary>
internal enum TimerFault
{
    None,
    Late,
    EverySecondLost,
    Early,
    Doubled,
}
