using System.Globalization;

namespace NanoTcpClose.Companion.Lint;

/// <summary>What a linter found, or cannot know.</summary>
/// <param name="Rule">Name of the linter.</param>
/// <param name="Severity">Its weight; of what cannot be known, the weight that it would have.</param>
/// <param name="Connection">Id of the connection, or empty.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Clause">The clause it rests on; may be empty.</param>
/// <param name="Certain">False when what is missing, or not sure on the board, could make it wrong.</param>
public sealed record Finding(
    string Rule, Severity Severity, string Connection, string Text, string Clause, bool Certain)
{
    /// <summary>False: nothing was seen, but what the rule looks for may stand among the missing records.</summary>
    public bool Seen { get; init; } = true;

    /// <summary>Records missing in the window that the statement is about.</summary>
    public int Missing { get; init; }

    /// <summary>"not certain: 3 records missing"; empty for what is certain.</summary>
    public string Doubt => Certain ? ""
        : !Seen ? "cannot know: " + Records(Missing)
        : Missing > 0 ? "not certain: " + Records(Missing)
        : "not certain: the board itself was not sure of a state";

    /// <summary>1 record missing, or 3 records missing.</summary>
    internal static string Records(int missing)
    {
        return missing == 1 ? "1 record missing" : missing.ToString(CultureInfo.InvariantCulture) + " records missing";
    }
}
