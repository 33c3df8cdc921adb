using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>The last closes and how they ended, for the status page. Fixed memory.</summary>
    internal sealed class CloseHistory
    {
        internal const int Capacity = 8;

        private readonly object _lock = new object();
        private readonly int[] _serials = new int[Capacity];
        private readonly int[] _outcomes = new int[Capacity];
        private int _added;

        internal void Add(int serial, CloseOutcome outcome)
        {
            lock (_lock)
            {
                int at = _added % Capacity;
                _serials[at] = serial;
                _outcomes[at] = (int)outcome;
                _added++;
            }
        }

        /// <summary>Copies the newest first; both arrays hold Capacity values.</summary>
        internal int Copy(int[] serials, int[] outcomes)
        {
            lock (_lock)
            {
                int count = _added < Capacity ? _added : Capacity;
                for (int i = 0; i < count; i++)
                {
                    int at = (_added - 1 - i) % Capacity;
                    serials[i] = _serials[at];
                    outcomes[i] = _outcomes[at];
                }

                return count;
            }
        }
    }
}
