using System;
using NanoTcpClose.Conformance.Script;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Run;

/// <summary>Runs one case on fresh engines.</summary>
internal static class CaseRunner
{
    public static CaseResult Run(CaseDefinition definition)
    {
        if (definition.Error != null)
        {
            return Unreadable(definition, definition.Error);
        }

        var world = new World(definition);
        try
        {
            foreach (Step step in definition.Steps)
            {
                world.Execute(step);
            }

            world.Finish();
            return new CaseResult(definition.Id, true, 0, "");
        }
        catch (StepFailure e)
        {
            return new CaseResult(definition.Id, false, world.Line, e.Message);
        }
        catch (ScriptException e)
        {
            return Unreadable(definition, e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A case must not end the run: what the engine throws is that case's failure.
            return new CaseResult(definition.Id, false, world.Line,
                $"expected no exception, got {e.GetType().Name}: {e.Message}");
        }
    }

    private static CaseResult Unreadable(CaseDefinition definition, ScriptException e)
    {
        string message = $"expected {e.Expected}, got {e.Got} (syntax error in {definition.File}:{e.Line})";
        return new CaseResult(definition.Id, false, e.Line, message);
    }
}
