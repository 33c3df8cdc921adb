// Invariant: one line of a manifest, split at its tabs and not interpreted further than that.

using System.Linq;

namespace NanoTcpClose.Tidy.Gates;

/// <summary>One type or member of an API manifest.</summary>
public sealed record ManifestEntry(
    string Id, string Kind, string Type, string Name, string Parameters, string Value)
{
    public bool IsType => Id.StartsWith("T:", System.StringComparison.Ordinal);

    /// <summary>Gets a value indicating whether generics take part, which break at run time.</summary>
    public bool IsGeneric => (Id + Type).Contains('`') || Parameters.Contains('<');

    /// <summary>Gets the declaring type of a member.</summary>
    public string Owner
    {
        get
        {
            string path = Id[2..].Split('(', '~')[0];
            return path[..path.LastIndexOf('.')];
        }
    }

    public static ManifestEntry Parse(string line)
    {
        string[] fields = line.Split('\t').Concat(Enumerable.Repeat("", 6)).Take(6).ToArray();
        return new ManifestEntry(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    public bool Has(string word)
    {
        return Kind.Split(' ').Contains(word);
    }
}
