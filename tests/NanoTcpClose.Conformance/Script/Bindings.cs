// Invariant: an inner loop symbol hides an outer one of the same name; values are texts and are read where they are
// used.

namespace NanoTcpClose.Conformance.Script;

/// <summary>The loop symbols that are in force at a place of a script.</summary>
internal sealed class Bindings
{
    public static readonly Bindings None = new(null, "", "");

    private readonly Bindings? _outer;
    private readonly string _name;
    private readonly string _value;

    private Bindings(Bindings? outer, string name, string value)
    {
        _outer = outer;
        _name = name;
        _value = value;
    }

    public Bindings With(string name, string value)
    {
        return new Bindings(this, name, value);
    }

    /// <summary>What a word stands for: its loop value, or itself.</summary>
    public string Read(string word)
    {
        for (Bindings? b = this; b is { _outer: not null }; b = b._outer)
        {
            if (b._name == word)
            {
                return b._outer.Read(b._value);
            }
        }

        return word;
    }

    public bool Has(string word)
    {
        for (Bindings? b = this; b is { _outer: not null }; b = b._outer)
        {
            if (b._name == word)
            {
                return true;
            }
        }

        return false;
    }
}
