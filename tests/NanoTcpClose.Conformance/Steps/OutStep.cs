using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>What the engine must have emitted for this connection.</summary>
internal sealed class OutStep(int line, CountRange? range, List<SegmentPattern> patterns) : Step(line)
{
    public bool Nothing { get; init; }

    public bool Everything { get; init; }

    public override void Run(World world)
    {
        Connection connection = world.Current;
        Queue<EmittedSegment> queue = connection.Emitted;
        if (Everything)
        {
            queue.Clear();
        }
        else if (Nothing)
        {
            if (queue.Count > 0)
            {
                throw new StepFailure("no segment", Oldest(queue));
            }
        }
        else if (range != null)
        {
            ConsumeRun(connection, queue, range);
        }
        else if (!TryConsume(connection, queue))
        {
            throw new StepFailure(Describe(connection), Oldest(queue));
        }
    }

    private void ConsumeRun(Connection connection, Queue<EmittedSegment> queue, CountRange wanted)
    {
        int count = 0;
        while (TryConsume(connection, queue))
        {
            count++;
        }

        if (!wanted.Holds(count, connection))
        {
            throw new StepFailure($"{wanted} times {Describe(connection)}", $"{count}, then {Oldest(queue)}");
        }
    }

    private bool TryConsume(Connection connection, Queue<EmittedSegment> queue)
    {
        if (queue.Count == 0 || !patterns.Any(p => p.Matches(queue.Peek(), connection)))
        {
            return false;
        }

        queue.Dequeue();
        return true;
    }

    private string Describe(Connection connection)
    {
        return string.Join(" | ", patterns.Select(p => p.Describe(connection)));
    }

    private static string Oldest(Queue<EmittedSegment> queue)
    {
        return queue.Count == 0 ? "nothing" : queue.Peek().ToString();
    }
}
