using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>A call of the user and its result.</summary>
internal sealed class CallStep(int line, UserCall call, bool stale) : Step(line)
{
    public Expression? Count { get; set; }

    /// <summary>The result that is asked for; null: any.</summary>
    public CallResult? Result { get; set; }

    public Expression? ResultCount { get; set; }

    public override void Run(World world)
    {
        Connection connection = world.Current;
        int count = (int)(Count?.Number(connection) ?? 0);
        int got = world.Call(connection, call, stale, count);
        if (Result == null)
        {
            return;
        }

        if (ResultCount != null)
        {
            long expected = ResultCount.Number(connection);
            if (got != expected)
            {
                throw new StepFailure($"ok {expected}", Describe(got));
            }
        }
        else if (Result == CallResult.Ok ? got < 0 : got != (int)Result)
        {
            throw new StepFailure(Words.Of(Words.Results, Result.Value), Describe(got));
        }
    }

    private string Describe(int got)
    {
        if (got >= 0)
        {
            return call is UserCall.Send or UserCall.Receive ? $"ok {got}" : "ok";
        }

        return Words.Of(Words.Results, (CallResult)got);
    }
}
