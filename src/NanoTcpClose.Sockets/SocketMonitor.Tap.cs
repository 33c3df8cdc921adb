using System;
using System.Net;

namespace NanoTcpClose.Sockets
{
    /// <content>The tap that makes states exact.</content>
    public sealed partial class SocketMonitor
    {
        private readonly SegmentTap _tap;
        private IPAddress _local;
        private TapMode _mode;
        private uint _localAddress;
        private int _edges;
        private uint _hideShare;
        private uint _dice = 1;

        /// <summary>Gets the tap with its counters.</summary>
        public SegmentTap Tap
        {
            get { return _tap; }
        }

        /// <summary>Gets a value indicating whether the observe role runs: the tap is permitted and wanted.</summary>
        public bool IsObserving
        {
            get { return _local != null; }
        }

        /// <summary>Gets the number of copies that belong to tracked connections and could not be parsed.</summary>
        public uint Unparsable
        {
            get { return _tap.Malformed + _observer.Unparsable; }
        }

        /// <summary>Gets our address, first octet on top; 0 before <see cref="Observe"/>.</summary>
        internal uint LocalAddress
        {
            get { return _localAddress; }
        }

        /// <summary>
        /// Gets or sets a value indicating whether every socket closes as on a platform without half-close; for tests.
        /// </summary>
        internal bool ClosesInOneCall { get; set; }

        /// <summary>Throws copies away unseen; for tests.</summary>
        /// <param name="share">How many of 256.</param>
        /// <param name="seed">Another number throws others away.</param>
        internal void HideCopies(int share, int seed)
        {
            _hideShare = (uint)share;
            _dice = ((uint)seed * 0x9E3779B1) + 1;
        }

        /// <summary>Starts the observe role: states follow from copies of the segments as well.</summary>
        /// <param name="local">Our address.</param>
        /// <param name="mode">When the tap is open.</param>
        /// <param name="traceSegments">Whether copies become SEGMENT records.</param>
        /// <returns>False where raw sockets are not permitted: see <see cref="SegmentTap.PermissionHint"/>.</returns>
        public bool Observe(IPAddress local, TapMode mode, bool traceSegments)
        {
            if (local == null)
            {
                throw new ArgumentNullException();
            }

            if (!_tap.Open(local))
            {
                return false;
            }

            lock (_gate)
            {
                byte[] bytes = local.GetAddressBytes();
                _localAddress = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
                _local = local;
                _mode = mode;
                _observer.TapOpen = true;
                _observer.TraceSegments = traceSegments;
            }

            return true;
        }

        /// <summary>Ends the observe role; states are inferred from then on. Harmless when it does not run.</summary>
        public void StopObserving()
        {
            lock (_gate)
            {
                _local = null;
                _observer.TapOpen = false;
            }

            _tap.Close();
        }

        /// <inheritdoc/>
        bool ISegmentSink.Wants(uint source, int sourcePort, int targetPort)
        {
            lock (_gate)
            {
                return _observer.Wants(source, sourcePort, targetPort);
            }
        }

        /// <inheritdoc/>
        void ISegmentSink.Segment(byte[] datagram, int length)
        {
            lock (_gate)
            {
                _dice = (_dice * 1664525) + 1013904223;
                if (_dice >> 24 >= _hideShare)
                {
                    _observer.SegmentArrives(datagram, 0, length, _clock.NowMicroseconds);
                }
            }
        }

        /// <inheritdoc/>
        bool ISegmentSink.MayClose()
        {
            lock (_gate)
            {
                bool may = _local != null && _mode == TapMode.Edges && _edges == 0 && _observer.IsCalm();
                if (may)
                {
                    _observer.TapOpen = false;
                }

                return may;
            }
        }

        /// <summary>
        /// Something opens or closes from now on: the tap is open, and what it holds is sorted. Holds no lock.
        /// </summary>
        internal void EdgeBegins()
        {
            IPAddress local = _local;
            lock (_gate)
            {
                _edges++;
            }

            if (local != null)
            {
                bool open = _tap.Open(local);
                lock (_gate)
                {
                    _observer.TapOpen = open && _local != null;
                }

                _tap.Drain();
            }
        }

        /// <summary>The call is over; the tap stays open while its connection closes.</summary>
        internal void EdgeEnds()
        {
            lock (_gate)
            {
                _edges--;
            }
        }

        /// <summary>Every copy made before this call is sorted when it returns. The caller holds no lock.</summary>
        internal void Sync()
        {
            if (_local != null)
            {
                _tap.Drain();
            }
        }
    }
}
