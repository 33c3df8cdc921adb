// Invariant: at most MaximumBytes wait here. A reader of a serial port never waits for the screen: what does not fit
// is counted
// and not shown, but it is in the recording. A pipe or a socket waits instead, and nothing is skipped.

using System.Collections.Generic;
using System.Threading;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>From the threads of the sources to the thread of the screen.</summary>
internal sealed class LiveQueue
{
    private const int MaximumBytes = 16 << 20;
    private const int LookAgainMs = 100;

    private readonly Queue<LivePiece> _pieces = new();
    private long _bytes;

    /// <summary>False when it is full and must not be waited for, or when the wait was cancelled.</summary>
    internal bool TryAdd(LivePiece piece, bool wait, CancellationToken cancel)
    {
        lock (_pieces)
        {
            while (piece.Kind == PieceKind.Bytes && _bytes + piece.Bytes.Length > MaximumBytes)
            {
                if (!wait || cancel.IsCancellationRequested)
                {
                    return false;
                }

                Monitor.Wait(_pieces, LookAgainMs);
            }

            _pieces.Enqueue(piece);
            _bytes += piece.Bytes.Length;
            Monitor.PulseAll(_pieces);
            return true;
        }
    }

    /// <summary>The next piece, or null when none came within the time.</summary>
    internal LivePiece? Take(int waitMs)
    {
        lock (_pieces)
        {
            if (_pieces.Count == 0 && waitMs > 0)
            {
                Monitor.Wait(_pieces, waitMs);
            }

            if (!_pieces.TryDequeue(out LivePiece? piece))
            {
                return null;
            }

            _bytes -= piece.Bytes.Length;
            Monitor.PulseAll(_pieces);
            return piece;
        }
    }
}
