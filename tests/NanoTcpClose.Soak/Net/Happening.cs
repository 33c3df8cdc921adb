using System;

namespace NanoTcpClose.Soak.Net;

/// <summary>A packet that arrives, or an action.</summary>
internal readonly record struct Happening(NetNode? To, byte[]? Packet, int Length, Action? Action);
