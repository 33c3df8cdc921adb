using System;

namespace NanoTcpClose.Fuzz;

/// <summary>An input broke an invariant; the message says which.</summary>
internal sealed class FuzzFailure : Exception
{
    /// <summary>The message of an input that took memory where none may be taken.</summary>
    public const string Allocated = "memory was allocated";

    public FuzzFailure(string message)
        : base(message)
    {
    }

    /// <summary>
    /// Throws unless the invariant holds. The text is made only when it does not, so that checks cost no memory.
    /// </summary>
    public static void Unless(bool holds, string invariant)
    {
        if (!holds)
        {
            throw new FuzzFailure(invariant);
        }
    }
}
