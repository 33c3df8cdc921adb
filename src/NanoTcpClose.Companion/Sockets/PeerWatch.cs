using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Sockets;

/// <summary>
/// Board connections beside this PC's sockets on the same pair of addresses; tells what changed on either side.
/// </summary>
internal sealed class PeerWatch
{
    private readonly Dictionary<string, (TcpState Board, TcpState Peer)> _known = [];
    private readonly HashSet<string> _met = [];

    /// <summary>Connections of which this PC is or was the other side.</summary>
    internal int Met => _met.Count;

    /// <summary>The pairs whose states are not those of the last call.</summary>
    internal IReadOnlyList<PeerPair> Look(BoardLog log, IReadOnlyList<LocalSocket> sockets)
    {
        Dictionary<(uint, int, uint, int), LocalSocket> here = [];
        foreach (LocalSocket socket in sockets)
        {
            here[(socket.LocalAddress, socket.LocalPort, socket.RemoteAddress, socket.RemotePort)] = socket;
        }

        List<PeerPair> changed = [];
        foreach (ConnectionModel connection in log.Connections.Where(c => c.Opening is not null))
        {
            LogEvent open = connection.Opening!;
            here.TryGetValue((open.RemoteAddress, open.RemotePort, open.LocalAddress, open.LocalPort),
                out LocalSocket? mine);
            PeerPair pair = new(connection, connection.State, mine?.State ?? TcpState.Closed, mine?.Unread ?? 0)
            {
                LeftMs = mine?.LeftMs,
            };
            if (mine is not null)
            {
                _met.Add(connection.Id);
            }

            if (_met.Contains(connection.Id) && Differs(pair))
            {
                _known[connection.Id] = (pair.Board, pair.Peer);
                changed.Add(pair);
            }
        }

        return changed;
    }

    private bool Differs(PeerPair pair)
    {
        return !_known.TryGetValue(pair.Connection.Id, out (TcpState Board, TcpState Peer) known)
            || known != (pair.Board, pair.Peer);
    }
}
