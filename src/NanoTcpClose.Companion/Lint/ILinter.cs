using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>One rule over a whole log.</summary>
public interface ILinter
{
    /// <summary>Its name in every output.</summary>
    string Name { get; }

    /// <summary>Everything it has to say.</summary>
    IEnumerable<Finding> Check(BoardLog log);
}
