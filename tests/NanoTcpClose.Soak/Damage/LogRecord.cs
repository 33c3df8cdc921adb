namespace NanoTcpClose.Soak.Damage;

/// <summary>A transition, as every framing carries it.</summary>
internal readonly record struct LogRecord(int Sequence, uint Tick, int Serial, int From, int To, int Cause);
