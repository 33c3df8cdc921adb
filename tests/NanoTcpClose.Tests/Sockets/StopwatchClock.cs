using System.Diagnostics;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.Tests.Sockets;

internal sealed class StopwatchClock : ISocketClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public long NowMicroseconds => _watch.Elapsed.Ticks / 10;
}
