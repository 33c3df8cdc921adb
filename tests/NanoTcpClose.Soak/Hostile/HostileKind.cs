namespace NanoTcpClose.Soak.Hostile;

/// <summary>What a hostile board sends.</summary>
internal enum HostileKind
{
    EscapeCodes,
    NoZeroByte,
    ZerosOnly,
    RandomBytes,
    EndlessRecords,
    EndlessBoots,
    TimeBackwards,
}
