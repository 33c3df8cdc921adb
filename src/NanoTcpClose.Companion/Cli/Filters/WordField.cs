using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>
/// A field of one or more words, one of a known set or any. A value may be a list: FIN-WAIT-1,FIN-WAIT-2.
/// </summary>
internal sealed class WordField(
    string name, string sample, Func<FilterSubject, IEnumerable<string?>> get, IReadOnlyList<string>? known = null)
    : IFilterField
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Sample => sample;

    /// <inheritdoc/>
    public IReadOnlyList<string> Signs { get; } = ["==", "!=", "~"];

    /// <inheritdoc/>
    public Func<FilterSubject, bool>? Make(string sign, string value, out string problem)
    {
        string[] words = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? strange = known is null || sign == "~" ? null
            : words.FirstOrDefault(w => !known.Contains(w, StringComparer.OrdinalIgnoreCase));
        problem = strange is null ? "a value is missing, for example " + sample
            : "'" + strange + "' is no " + name + "; there are " + string.Join(", ", known!);
        if (strange is not null || words.Length == 0)
        {
            return null;
        }

        bool wanted = sign != "!=";
        return subject =>
        {
            string[] seen = [.. get(subject).OfType<string>()];
            bool any = seen.Any(s => words.Any(w => sign == "~"
                ? s.Contains(w, StringComparison.OrdinalIgnoreCase)
                : s.Equals(w, StringComparison.OrdinalIgnoreCase)));
            return seen.Length > 0 && any == wanted;
        };
    }
}
