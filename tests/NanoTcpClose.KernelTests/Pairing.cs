using System.Net.Sockets;

namespace NanoTcpClose.KernelTests;

/// <summary>One connection, seen from both ends.</summary>
internal sealed record Pairing(int Handle, int Serial, int KernelPort, int EnginePort, Socket Socket);
