namespace NanoTcpClose.ModelCheck;

/// <summary>What may happen next.</summary>
internal enum Move
{
    Deliver,
    Lose,
    Copy,
    Time,
    CallOfA,
    CallOfB,
    ReadA,
    ReadB,
    RefuseA,
    RefuseB,
}
