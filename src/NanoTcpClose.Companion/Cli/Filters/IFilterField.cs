using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>A field of the filter language.</summary>
internal interface IFilterField
{
    /// <summary>As written.</summary>
    string Name { get; }

    /// <summary>A value for messages.</summary>
    string Sample { get; }

    /// <summary>The comparisons that it knows.</summary>
    IReadOnlyList<string> Signs { get; }

    /// <summary>The comparison, or null and what is wrong with the value.</summary>
    Func<FilterSubject, bool>? Make(string sign, string value, out string problem);
}
