namespace NanoTcpClose.ModelCheck;

/// <summary>What the users will do and how bad the network may be; everything else is explored.</summary>
/// <param name="Name">For the report.</param>
/// <param name="CallsOfA">Calls of a, each once, in any order and at any moment.</param>
/// <param name="CallsOfB">The same of b.</param>
/// <param name="Losses">Segments that may be lost.</param>
/// <param name="Copies">Segments that may be duplicated.</param>
/// <param name="Timers">How often time may pass to the next deadline.</param>
/// <param name="MaxInFlight">Segments on the way at a time; more are lost without cost.</param>
/// <param name="SlowReaders">Users read by calls of their own (any moment) instead of at once.</param>
/// <param name="Refusals">Segments that a link may refuse to take; which, is explored.</param>
/// <param name="Stamps">Both ends use timestamps.</param>
internal sealed record Scenario(
    string Name,
    UserCall[] CallsOfA,
    UserCall[] CallsOfB,
    int Losses,
    int Copies,
    int Timers,
    int MaxInFlight = 4,
    bool SlowReaders = false,
    int Refusals = 0,
    bool Stamps = false)
{
    /// <summary>
    /// All that are run; each stands for one thing that goes wrong elsewhere. The small ones come first: they end by
    /// themselves and leave their share of the states to the others.
    /// </summary>
    public static Scenario[] All { get; } =
    [
        new("small: close, answered by a close, one loss", [UserCall.Close], [UserCall.Close], 1, 0, 3),
        new("small: simultaneous close, one copy", [UserCall.ShutdownWrite], [UserCall.ShutdownWrite], 0, 1, 2),
        new("small: close with data, no faults", [UserCall.Send, UserCall.Close], [UserCall.Close], 0, 0, 1),
        new("small: the next incarnation, no faults", [UserCall.Close, UserCall.Connect], [UserCall.Close], 0, 0, 2),
        new("close, answered by a close", [UserCall.Send, UserCall.Close], [UserCall.Close], 1, 1, 6),
        new("simultaneous close with data both ways", [UserCall.Send, UserCall.ShutdownWrite],
            [UserCall.Send, UserCall.ShutdownWrite], 1, 1, 5),
        new("half-close, then data and close", [UserCall.ShutdownWrite, UserCall.Close],
            [UserCall.Send, UserCall.Send, UserCall.Close], 1, 1, 5),
        new("a rough line", [UserCall.Send, UserCall.Close], [UserCall.Close], 3, 1, 8),
        new("one aborts", [UserCall.Close, UserCall.Abort], [UserCall.Send, UserCall.Close, UserCall.Abort], 1, 1, 5),
        new("the next incarnation", [UserCall.Close, UserCall.Connect, UserCall.Send, UserCall.Close],
            [UserCall.Close], 1, 1, 5),
        new("the next incarnation, b closes first", [UserCall.Close, UserCall.Connect, UserCall.Send],
            [UserCall.Send, UserCall.Close, UserCall.Close], 1, 1, 4),
        new("slow readers", [UserCall.Send, UserCall.ShutdownWrite], [UserCall.Send, UserCall.Close], 1, 1, 4, 4, true),
        new("a link that refuses", [UserCall.Send, UserCall.Close], [UserCall.Close], 1, 0, 6, Refusals: 2),
        new("timestamps, and the next incarnation", [UserCall.Close, UserCall.Connect, UserCall.Send], [UserCall.Close],
            1, 1, 5, Stamps: true),
        new("b stops to listen", [UserCall.Close, UserCall.Connect, UserCall.Send],
            [UserCall.Close, UserCall.Unlisten, UserCall.Close], 1, 1, 5),
    ];
}
