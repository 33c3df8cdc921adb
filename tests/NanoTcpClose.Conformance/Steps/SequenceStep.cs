using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>SND.UNA, SND.NXT or RCV.NXT now.</summary>
internal sealed class SequenceStep(int line, string variable, Expression value) : Step(line)
{
    public override void Run(World world)
    {
        Connection connection = world.Current;
        uint expected = value.Sequence(connection);
        uint got = variable switch
        {
            "una" => connection.SndUna,
            "nxt" => connection.SndNxt,
            _ => connection.RcvNxt,
        };
        if (got != expected)
        {
            throw new StepFailure($"{variable} {value.Text} = {expected}", got.ToString());
        }
    }
}
