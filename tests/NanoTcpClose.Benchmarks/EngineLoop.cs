using System;

namespace NanoTcpClose.Benchmarks;

/// <summary>
/// One engine with both ends of its connections, as lwIP's driver has them: every packet is built, checksummed, copied
/// once into a queue, parsed and verified. The same commands as the driver, with the same names.
/// </summary>
internal sealed class EngineLoop : ICloseEngineHost
{
    private const int Batch = 8;
    private const int QueueSize = 256;
    private const uint Address = 0x0A000001;
    private const int ServerPort = 80;

    private readonly CloseEngine _engine;
    private readonly byte[][] _queue = new byte[QueueSize][];
    private readonly int[] _length = new int[QueueSize];
    private readonly int[] _clients = new int[Batch];
    private readonly int[] _servers = new int[Batch];
    private readonly bool[] _isServer = new bool[32768];
    private readonly byte[][] _hits = new byte[4096][];
    private uint _head;
    private uint _tail;
    private bool _closeAtOnce;
    private int _port = 1024;
    private long _now = 1_000_000;

    public EngineLoop(int timeWaitEntries)
    {
        for (int k = 0; k < QueueSize; k++)
        {
            _queue[k] = new byte[128];
        }

        CloseEngineOptions options = new()
        {
            Connections = 16,
            TimeWaitEntries = timeWaitEntries + 16,
            ChallengeTotal = int.MaxValue,
        };
        _engine = new CloseEngine(options, Address, this, null, _now);
        _engine.Listen(ServerPort);
    }

    public bool Transmit(byte[] datagram, int length)
    {
        uint at = _tail++ % QueueSize;
        Array.Copy(datagram, _queue[at], length);
        _length[at] = length;
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        if (_closeAtOnce && what == CloseEvent.DataArrived && _isServer[handle & 0x7FFF])
        {
            _engine.Close(handle, _now);
        }
    }

    /// <summary>Nanoseconds a close; <paramref name="kind"/> is close3, close4 or simultaneous.</summary>
    public double Closes(string kind, long count)
    {
        long total = 0;
        bool simultaneous = kind == "simultaneous";
        bool four = kind == "close4";
        int entries = _engine.TimeWaitCount;
        for (long done = 0; done < count; done += Batch)
        {
            Open(false);
            _closeAtOnce = !four && !simultaneous;
            uint sent = _tail;
            long start = Clock.Now;
            for (int k = 0; k < Batch; k++)
            {
                _engine.Close(_clients[k], _now);
                if (simultaneous)
                {
                    _engine.Close(_servers[k], _now);
                }

                Pump();
                if (four)
                {
                    _engine.Close(_servers[k], _now);
                    Pump();
                }
            }

            total += Clock.Now - start;
            Require(_engine.FreeConnections == 16 && _tail - sent == Batch * (four || simultaneous ? 4 : 3), "closes");
            DropNewest(simultaneous);
            Require(_engine.TimeWaitCount == entries, "TIME-WAIT");
        }

        return Clock.Nanoseconds(total) / (count / Batch * Batch);
    }

    /// <summary>Brings TIME-WAIT to that many entries by real closes.</summary>
    public void Fill(int entries)
    {
        while (_engine.TimeWaitCount < entries)
        {
            Open(false);
            _closeAtOnce = true;
            for (int k = 0; k < Batch; k++)
            {
                _engine.Close(_clients[k], _now);
                Pump();
            }
        }
    }

    /// <summary>Nanoseconds for a repeated FIN on a random entry: acknowledged again, 2MSL restarted.</summary>
    public double Hits(long count)
    {
        long start = Clock.Now;
        for (long k = 0; k < count; k++)
        {
            byte[] packet = _hits[k & 4095];
            uint at = _tail++ % QueueSize;
            Array.Copy(packet, _queue[at], 40);
            _length[at] = 40;
            _head++;
            _engine.SegmentArrives(_queue[at], 0, 40, _now);
            Require(_tail != _head, "answers");
            _head = _tail;
        }

        return Clock.Nanoseconds(Clock.Now - start) / count;
    }

    /// <summary>Builds the packets of <see cref="Hits"/>: entries of a table that was filled from port 1025 on.</summary>
    public void PrepareHits(int entries)
    {
        uint random = 12345;
        byte[] packet = new byte[128];
        for (int k = 0; k < _hits.Length; k++)
        {
            random = (random * 1664525) + 1013904223;
            int handle = _engine.Find(Address, ServerPort, 1025 + (int)((random >> 8) % (uint)entries));
            SegmentHeader header = new()
            {
                Source = Address,
                Destination = Address,
                SourcePort = ServerPort,
                DestinationPort = 1025 + (int)((random >> 8) % (uint)entries),
                Flags = TcpFlags.Fin | TcpFlags.Ack,
                Seq = _engine.RcvNxt(handle) - 1,
                Ack = _engine.SndNxt(handle),
                Window = 65535,
            };
            int length = SegmentCodec.Build(packet, header, 0);
            _hits[k] = packet[..length];
        }
    }

    /// <summary>Nanoseconds for one call of Advance with nothing due.</summary>
    public double Ticks(long count)
    {
        long start = Clock.Now;
        for (long k = 0; k < count; k++)
        {
            _engine.Advance(_now);
        }

        return Clock.Nanoseconds(Clock.Now - start) / count;
    }

    private void Open(bool closeAtOnce)
    {
        _closeAtOnce = closeAtOnce;
        for (int k = 0; k < Batch; k++)
        {
            _port = _port >= 65000 ? 1025 : _port + 1;
            _clients[k] = _engine.Connect(Address, ServerPort, _port, _now);
            Pump();
            _servers[k] = _engine.Accept(ServerPort);
            Require(_clients[k] > 0 && _servers[k] > 0, "opens");
            _isServer[_clients[k] & 0x7FFF] = false;
            _isServer[_servers[k] & 0x7FFF] = true;
        }
    }

    private void DropNewest(bool both)
    {
        for (int k = 0; k < Batch; k++)
        {
            _engine.Abort(_clients[k], _now);
            if (both)
            {
                _engine.Abort(_servers[k], _now);
            }
        }
    }

    private void Pump()
    {
        while (_head != _tail)
        {
            uint at = _head++ % QueueSize;
            _engine.SegmentArrives(_queue[at], 0, _length[at], _now);
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"the engine did not do what is measured: {what}");
        }
    }
}
