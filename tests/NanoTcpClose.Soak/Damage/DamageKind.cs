namespace NanoTcpClose.Soak.Damage;

/// <summary>What a line does to bytes, or to whole frames.</summary>
internal enum DamageKind
{
    ByteLoss,
    BitFlips,
    TornFrames,
    TextInside,
    AllTogether,
}
