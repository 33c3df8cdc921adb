using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Soak.Attack;

/// <summary>
/// What shared counters give away. The attacker owns a connection (or an address) of its own, forges one segment in
/// the victim's
/// name, and counts the answers that it itself still gets in the same second. If the count depends on what the forged
/// segment
/// met, the counter is a side channel (as CVE-2016-5696 was one).
/// </summary>
internal sealed class Leaks : ICloseEngineHost
{
    private const int Own = 15;
    private const int Asked = 150;

    private readonly SegmentForge _forge = new();
    private int _toAttacker;
    private bool _counting;

    public static void Run(Section section)
    {
        int challengeHit = new Leaks().OwnChallengesAfter(inWindow: true);
        int challengeMiss = new Leaks().OwnChallengesAfter(inWindow: false);
        int resetHit = new Leaks().OwnResetsAfter(exists: true);
        int resetMiss = new Leaks().OwnResetsAfter(exists: false);
        section.Line(
            "Side channels: answers that the attacker still gets itself after one segment in the victim's name.");
        section.Line();
        section.Line("| question | forged segment | answer yes | answer no | told apart |");
        section.Line("|---|---|---|---|---|");
        section.Line(
            $"| is this number in the victim's window | RST | {challengeHit} | {challengeMiss} | "
            + $"{Apart(challengeHit, challengeMiss)} |");
        section.Line(
            $"| does the victim have this connection | ACK | {resetHit} | {resetMiss} | "
            + $"{Apart(resetHit, resetMiss)} |");
        section.Line();
        section.Must(challengeHit == challengeMiss, "the challenge budget tells whether a number was in the window");
        section.Must(resetHit == resetMiss, "the reset budget tells whether a connection exists");
    }

    public bool Transmit(byte[] datagram, int length)
    {
        int port = (datagram[22] << 8) | datagram[23];
        if (_counting && port != SegmentForge.FirstRemotePort)
        {
            _toAttacker++;
        }

        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // Only segments count here.
    }

    /// <summary>
    /// The attacker owns all connections of the board but one and asks each for challenge ACKs for a second.
    /// </summary>
    private int OwnChallengesAfter(bool inWindow)
    {
        CloseEngine engine = Engine();
        int victim = Place(engine, 0);
        for (int k = 1; k <= Own; k++)
        {
            Place(engine, k);
        }

        long now = 1_000_000;
        _counting = true;
        Arrive(engine, 0, TcpFlags.Rst, engine.RcvNxt(victim) + (inWindow ? 10u : 100_000u), now);
        for (int round = 0; round < 10; round++)
        {
            now += 100_000;
            for (int k = 1; k <= Own; k++)
            {
                Arrive(engine, k, TcpFlags.Rst, 50010, now);
            }
        }

        return _toAttacker;
    }

    /// <summary>The attacker asks a closed port from its own address until the budget of the second is spent.</summary>
    private int OwnResetsAfter(bool exists)
    {
        CloseEngine engine = Engine();
        if (exists)
        {
            Place(engine, 0);
        }

        long now = 1_000_000;
        _counting = true;
        Arrive(engine, 0, TcpFlags.Ack, 0x12345678, now);
        for (int k = 0; k < Asked; k++)
        {
            Arrive(engine, 20, TcpFlags.Ack, 1, now + k);
        }

        return _toAttacker;
    }

    private CloseEngine Engine()
    {
        return new CloseEngine(new CloseEngineOptions(), SegmentForge.Local, this, null, 1_000_000);
    }

    private static int Place(CloseEngine engine, int peer)
    {
        return engine.Place(
            new EngineFixture
            {
                State = TcpState.Established,
                RemoteAddress = SegmentForge.Remote,
                RemotePort = SegmentForge.FirstRemotePort + peer,
                LocalPort = SegmentForge.LocalPort,
            },
            1_000_000);
    }

    private void Arrive(CloseEngine engine, int peer, int flags, uint seq, long now)
    {
        SegmentHeader h = _forge.From(peer);
        h.Flags = flags;
        h.Seq = seq;
        h.Ack = 0x0BADBEEF;
        engine.SegmentArrives(_forge.Packet, 0, _forge.Build(), now);
    }

    private static string Apart(int hit, int miss)
    {
        return hit == miss ? "no" : "yes";
    }
}
