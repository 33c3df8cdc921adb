namespace NanoTcpClose.Soak.Attack;

/// <summary>What an attacker sends.</summary>
internal enum AttackKind
{
    Rst,
    Syn,
    Fin,
    Data,
    Ack,
}
