using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Whether the user was told of the end of the peer's data.</summary>
internal sealed class EofStep(int line, string wanted) : Step(line)
{
    public override void Run(World world)
    {
        Connection connection = world.Current;
        int told = connection.ToldByEngine;
        bool before = told == 0 && (connection.PlacedAfterFin || connection.ToldByCall);
        bool good = wanted switch
        {
            "no" => (told == 0 || connection.ReadsByCall) && !connection.ToldByCall,
            "once" => told == 1 || before,
            _ => told >= 1 || before,
        };
        if (!good)
        {
            throw new StepFailure($"eof {wanted}", $"told {told} times");
        }
    }
}
