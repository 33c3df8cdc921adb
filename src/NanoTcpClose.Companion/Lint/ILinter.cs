using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>One rule over a log.</summary>
public interface ILinter
{
    /// <summary>Its name in every output.</summary>
    string Name { get; }

    /// <summary>What it has to say of one connection: what it saw, else what may be hidden from it.</summary>
    IEnumerable<Finding> Of(ConnectionModel connection);

    /// <summary>What it has to say of the board as a whole.</summary>
    IEnumerable<Finding> OfBoard(BoardLog log);

    /// <summary>Everything it has to say of the connections that a log still holds, and of the board.</summary>
    IEnumerable<Finding> Check(BoardLog log)
    {
        return OfBoard(log).Concat(log.Connections.SelectMany(Of));
    }
}
