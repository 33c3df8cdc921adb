using System.Collections.Generic;
using System.Linq;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The closes of the demo, in the order in which they are played.</summary>
internal static class DemoScript
{
    internal const string FourWay = "four-way";
    internal const string Passive = "passive";
    internal const string ThreeSegment = "three-segment";
    internal const string Simultaneous = "simultaneous";
    internal const string HalfClose = "half-close";
    internal const string LostAck = "lost-final-ack";
    internal const string Reset = "reset";

    internal static IReadOnlyList<DemoClose> Closes { get; } = new[]
    {
        Make(1, FourWay, "the board closes first: FIN, ACK, FIN, ACK", "four-way active", FinWait1, FinWait2, TimeWait),
        Make(2, Passive, "the peer closes first", "passive", CloseWait, LastAck),
        Make(3, ThreeSegment, "the peer's FIN carries the ACK of ours", "three-segment", FinWait1, TimeWait),
        Make(4, Simultaneous, "the FINs cross", "simultaneous", FinWait1, Closing, TimeWait),
        Make(5, HalfClose, "our side closes, the peer's data still flows", "half-close", FinWait1, FinWait2, TimeWait),
        Make(6, LostAck, "the final ACK is lost: FIN again, ACK again, 2MSL restarts", "four-way active", FinWait1, FinWait2, TimeWait),
        Make(7, Reset, "the peer aborts with RST", "reset"),
    };

    /// <summary>The same as the observe role shows them: TIME-WAIT lasts as long as the kernel says.</summary>
    internal static IReadOnlyList<DemoClose> Observed { get; } = Closes.Select(Running).ToArray();

    private static DemoClose Running(DemoClose close)
    {
        List<TcpState> path = close.ExpectedPath.ToList();
        if (path.Contains(TimeWait))
        {
            path.Remove(Closed);
        }

        return close with { LocalPort = 0, ExpectedPath = path };
    }

    private static DemoClose Make(int number, string name, string title, string kind, params TcpState[] closing)
    {
        List<TcpState> path = new List<TcpState> { SynSent, Established };
        path.AddRange(closing);
        path.Add(Closed);
        return new DemoClose(name, title, 5000 + number, 40000 + number, path, kind);
    }
}
