using System.Collections.Generic;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

/// <summary>
/// Holds what FORMAT says of the order: set, then given or pair, then steps; never both of these two.
/// </summary>
internal static class StepOrder
{
    public static void Check(CaseDefinition definition)
    {
        int givens = 0;
        int pairs = 0;
        Walk(definition.Steps, ref givens, ref pairs);
        if (givens + pairs == 0)
        {
            throw new ScriptException(definition.EndLine, "'given' or 'pair'", "the end of the case");
        }
    }

    private static void Walk(List<Step> steps, ref int givens, ref int pairs)
    {
        foreach (Step step in steps)
        {
            switch (step)
            {
                case SetStep when givens + pairs > 0:
                    throw new ScriptException(step.Line, "'set' before the first 'given' or 'pair'", "'set' after it");
                case SetStep:
                    break;
                case GivenStep when pairs > 0:
                    throw new ScriptException(step.Line, "no 'given' beside 'pair'", "'given'");
                case GivenStep:
                    givens++;
                    break;
                case PairStep when givens + pairs > 0:
                    throw new ScriptException(step.Line, "one 'pair' and no 'given'", "'pair'");
                case PairStep:
                    pairs++;
                    break;
                case RepeatStep repeat:
                    Walk(repeat.Body, ref givens, ref pairs);
                    break;
                case var _ when givens + pairs == 0:
                    throw new ScriptException(step.Line, "'given' or 'pair' before the first step", "a step");
                default:
                    break;
            }
        }
    }
}
