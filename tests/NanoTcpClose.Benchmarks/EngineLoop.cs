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
    private const int FilledPort = 81;
    private const int FirstPort = 1025;
    private const int LastPort = 65000;

    private readonly CloseEngine _engine;
    private readonly byte[][] _queue = new byte[QueueSize][];
    private readonly int[] _length = new int[QueueSize];
    private readonly int[] _clients = new int[Batch];
    private readonly int[] _servers = new int[Batch];
    private readonly int[] _ports = new int[Batch];
    private readonly bool[] _isServer = new bool[32768];
    private readonly byte[][] _hits = new byte[4096][];
    private uint _head;
    private uint _tail;
    private bool _closeAtOnce;
    private int _port = FirstPort - 1;
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
        _engine.Listen(FilledPort);
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
            Open(ServerPort);
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
        _port = FirstPort - 1;
        while (_engine.TimeWaitCount < entries)
        {
            Open(FilledPort);
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

    /// <summary>Builds the packets of <see cref="Hits"/>: a repeated FIN each for random ones of the filled entries.</summary>
    public void PrepareHits(int entries)
    {
        uint random = 12345;
        byte[] packet = new byte[128];
        for (int k = 0; k < _hits.Length; k++)
        {
            random = (random * 1664525) + 1013904223;
            int port = FirstPort + (int)((random >> 8) % (uint)entries);
            int handle = _engine.Find(Address, FilledPort, port);
            SegmentHeader header = new()
            {
                Source = Address,
                Destination = Address,
                SourcePort = FilledPort,
                DestinationPort = port,
                Flags = TcpFlags.Fin | TcpFlags.Ack,
                Seq = _engine.RcvNxt(handle) - 1,
                Ack = _engine.SndNxt(handle),
                Window = 65535,
            };
            int length = SegmentCodec.Build(packet, header, 0);
            _hits[k] = packet[..length];
        }
    }

    /// <summary>Nanoseconds for an entry inserted, with its place in the index of 4-tuples, and expired, in batches.</summary>
    public double Cycles(long count)
    {
        long total = 0;
        for (long done = 0; done < count; done += Batch)
        {
            long start = Clock.Now;
            for (uint k = 0; k < Batch; k++)
            {
                _engine.InsertTimeWait(Address + 1, (FilledPort << 16) | (FirstPort + k), (ushort)(1000 + k));
            }

            bool inserted = _engine.TimeWaitCount == Batch;
            _now += 121_000_000;
            _engine.Advance(_now);
            total += Clock.Now - start;
            Require(inserted && _engine.TimeWaitCount == 0, "TIME-WAIT");
        }

        return Clock.Nanoseconds(total) / (count / Batch * Batch);
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

    private void Open(int serverPort)
    {
        _closeAtOnce = false;
        for (int k = 0; k < Batch; k++)
        {
            _port = _port >= LastPort ? FirstPort : _port + 1;
            _ports[k] = _port;
            _clients[k] = _engine.Connect(Address, serverPort, _port, _now);
            Pump();
            _servers[k] = _engine.Accept(serverPort);
            Require(_clients[k] > 0 && _servers[k] > 0, "opens");
            _isServer[_clients[k] & 0x7FFF] = false;
            _isServer[_servers[k] & 0x7FFF] = true;
        }
    }

    /// <summary>Ends the entries that the last batch left; by their 4-tuples, because a serial number may be another's too.</summary>
    private void DropNewest(bool both)
    {
        for (int k = 0; k < Batch; k++)
        {
            Drop(((uint)_ports[k] << 16) | ServerPort);
            if (both)
            {
                Drop((ServerPort << 16) | (uint)_ports[k]);
            }
        }
    }

    private void Drop(uint ports)
    {
        _engine.EndTimeWait(_engine.FindRow(Address, ports), TransitionCause.UserAbort);
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
