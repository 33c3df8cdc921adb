using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>What the network between a and b does to segments that are sent from now on.</summary>
internal sealed class NetStep(int line, string verb) : Step(line)
{
    public string Verb { get; } = verb;

    public Expression? Index { get; set; }

    public string From { get; set; } = "a";

    public TimeExpression? Extra { get; set; }

    public Expression? Loss { get; set; }

    public Expression? Dup { get; set; }

    public Expression? Reorder { get; set; }

    public Expression? Seed { get; set; }

    public override void Run(World world)
    {
        PairNetwork network = world.Network;
        int from = From == "a" ? 0 : 1;
        ISymbols symbols = world.Current;
        switch (Verb)
        {
            case "cut":
                network.Cut(from, true);
                break;
            case "heal":
                network.Cut(from, false);
                break;
            case "random":
                network.Randomize(Percent(Loss, symbols), Percent(Dup, symbols), Percent(Reorder, symbols),
                    Seed?.Sequence(symbols) ?? 1);
                break;
            default:
                network.AddRule(from, Verb, Index!.Number(symbols), Extra?.Microseconds(symbols) ?? 0);
                break;
        }
    }

    private static int Percent(Expression? value, ISymbols symbols)
    {
        return (int)(value?.Number(symbols) ?? 0);
    }
}
