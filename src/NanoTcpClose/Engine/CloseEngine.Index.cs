// Invariant: a row with a 4-tuple stands in the chain of its bucket exactly while its state is not CLOSED. The hash is
// keyed, so that no stranger can choose what falls into one bucket.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private uint _hashKey;

        // A linked row (or none) and its bucket, the last that was worked on: a close moves one row several times.
        private int _lastRow;
        private int _lastBucket;

        private int BucketOf(uint remote, uint ports)
        {
            uint h = (remote ^ _hashKey) * 0x9E3779B1;
            h = (h ^ ports ^ (h >> 15)) * 0x85EBCA77;
            h ^= h >> 13;
            return (int)(((ulong)h * (uint)_bucket.Length) >> 32);
        }

        internal int FindRow(uint remote, uint ports)
        {
            uint[] keys = _ports;
            int bucket = BucketOf(remote, ports);
            int row = _bucket[bucket];
            while (row != NoRow)
            {
                if (keys[row] == ports && _remote[row] == remote)
                {
                    _lastRow = row;
                    _lastBucket = bucket;
                    return row;
                }

                row = _chain[row];
            }

            return -1;
        }

        private void Link(int row)
        {
            int bucket = BucketOf(_remote[row], _ports[row]);
            _lastRow = row;
            _lastBucket = bucket;
            _chain[row] = _bucket[bucket];
            _bucket[bucket] = (ushort)row;
        }

        private void Unlink(int row)
        {
            PutInPlace(row, _chain[row]);
        }

        /// <summary>Another row with the same 4-tuple, or what follows in the chain, stands where this one stood.</summary>
        private void PutInPlace(int row, int other)
        {
            ushort[] chain = _chain;
            int bucket = row == _lastRow ? _lastBucket : BucketOf(_remote[row], _ports[row]);
            int at = _bucket[bucket];
            _lastRow = other;
            _lastBucket = bucket;
            if (at == row)
            {
                _bucket[bucket] = (ushort)other;
                return;
            }

            while (chain[at] != row)
            {
                at = chain[at];
            }

            chain[at] = (ushort)other;
        }
    }
}
