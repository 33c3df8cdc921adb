using System;
using System.Collections.Generic;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// Segments, calls and time for the engine. An input is a program: policies, connections in chosen states, then steps
/// that lean
/// on the sequence numbers of the connection they meet. After each step the invariants are checked; at the end
/// everything is
/// closed and must end by its own timers.
/// </summary>
internal sealed class SegmentTarget : FuzzTarget
{
    private readonly FuzzHost _host = new();
    private readonly SegmentForge _forge = new();

    /// <summary>Told of every step; for the replay of one input.</summary>
    public Action<string>? Story { get; set; }

    public override string Name => "segments";

    public override int MaxLength => 320;

    public override bool LikesNoise => true;

    public override IEnumerable<byte[]> Seeds()
    {
        FuzzRandom random = new(0x5EED);
        for (int state = 2; state <= 11; state++)
        {
            byte[] seed = new byte[200];
            for (int k = 0; k < seed.Length; k++)
            {
                seed[k] = random.Byte();
            }

            // One connection in this state with plain numbers, whatever else comes.
            byte[] head = [0, 0x0C, 1, 0, 1, (byte)state, 0, 0];
            head.CopyTo(seed, 0);
            yield return seed;
        }
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        ByteFeed feed = new(input);
        EngineWorld world = new(_host, _forge, ref feed);
        int step = 0;
        try
        {
            for (; !feed.Ended; step++)
            {
                world.Step(ref feed);
                Story?.Invoke($"step {step}: {world}");
            }

            world.Finish();
        }
        catch (FuzzFailure problem)
        {
            throw new FuzzFailure(
                $"{problem.Message} (step {step}{(feed.Ended ? " or after the last" : "")}; {world})");
        }
    }
}
