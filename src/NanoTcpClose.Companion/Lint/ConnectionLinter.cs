using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A rule that looks at one connection at a time.</summary>
public abstract class ConnectionLinter : ILinter
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(BoardLog log)
    {
        return log.Connections.SelectMany(Check);
    }

    /// <summary>What it has to say of one connection.</summary>
    protected abstract IEnumerable<Finding> Check(ConnectionModel connection);

    /// <summary>A finding of this rule.</summary>
    protected Finding Find(ConnectionModel connection, Severity severity, string text, string clause)
    {
        bool certain = connection.MissingRecords == 0 && !connection.Steps.Any(s => s.Broken);
        return new Finding(Name, severity, connection.Id, text, clause, certain);
    }
}
