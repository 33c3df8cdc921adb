using System;
using System.Buffers.Binary;

namespace NanoTcpClose.Companion.Decode;

/// <summary>
/// One record as it stood in its frame: header values and a view of the fields. Lives only during the sink's call; copy what
/// is kept. Each accessor is meant for the record types that its text names. No allocation.
/// </summary>
public readonly ref struct TraceRecord
{
    private readonly ReadOnlySpan<byte> _fields;

    internal TraceRecord(RecordType type, int sequence, uint tick, long totalTicks, ReadOnlySpan<byte> fields)
    {
        Type = type;
        Sequence = sequence;
        Tick = tick;
        TotalTicks = totalTicks;
        _fields = fields;
    }

    /// <summary>The record's type; above <see cref="RecordType.Note"/> it is unknown to this build.</summary>
    public RecordType Type { get; }

    /// <summary>Sequence number, 0 to 65535.</summary>
    public int Sequence { get; }

    /// <summary>Device tick as written, 32 bits.</summary>
    public uint Tick { get; }

    /// <summary>Device ticks since its boot, unwrapped within the epoch.</summary>
    public long TotalTicks { get; }

    /// <summary>The bytes behind the tick.</summary>
    public ReadOnlySpan<byte> Fields => _fields;

    /// <summary>Serial number of the connection (TRANSITION, OPEN, SEGMENT, TIMER, NOTE; FAULT too). 0: none.</summary>
    public int Connection => Type == RecordType.Fault ? U16(1) : U16(0);

    /// <summary>State left (TRANSITION).</summary>
    public TcpState From => (TcpState)(_fields[2] >> 4);

    /// <summary>State entered (TRANSITION).</summary>
    public TcpState To => (TcpState)(_fields[2] & 15);

    /// <summary>Cause (TRANSITION).</summary>
    public TransitionCause Cause => (TransitionCause)_fields[3];

    /// <summary>Retransmissions in the low nibble, 0x10 inferred, 0x20 uncertain (TRANSITION).</summary>
    public int TransitionFlags => _fields[4];

    /// <summary>Our address (OPEN).</summary>
    public uint LocalAddress => U32(2);

    /// <summary>Our port (OPEN).</summary>
    public int LocalPort => U16(6);

    /// <summary>The peer's address (OPEN).</summary>
    public uint RemoteAddress => U32(8);

    /// <summary>The peer's port (OPEN).</summary>
    public int RemotePort => U16(12);

    /// <summary>Whether the device opened (OPEN).</summary>
    public bool Active => _fields[14] != 0;

    /// <summary>Our initial sequence number, 0 unknown (OPEN).</summary>
    public uint Iss => U32(15);

    /// <summary>The peer's, 0 unknown (OPEN).</summary>
    public uint Irs => U32(19);

    /// <summary>Whether the device sent it (SEGMENT).</summary>
    public bool Outbound => (_fields[2] & 0x80) != 0;

    /// <summary>TCP flags (SEGMENT).</summary>
    public int SegmentFlags => _fields[2] & 0x3F;

    /// <summary>The numbers count from SND.NXT and RCV.NXT of TIME-WAIT, not from the initial ones (SEGMENT).</summary>
    public bool EndRelative => (_fields[2] & 0x40) != 0;

    /// <summary>Relative SEG.SEQ (SEGMENT).</summary>
    public uint Seq => U32(3);

    /// <summary>Relative SEG.ACK (SEGMENT).</summary>
    public uint Ack => U32(7);

    /// <summary>Bytes of data (SEGMENT).</summary>
    public int Length => U16(11);

    /// <summary>SEG.WND (SEGMENT).</summary>
    public int Window => U16(13);

    /// <summary>Timer kind (TIMER), event (NOTE).</summary>
    public int Kind => _fields[2];

    /// <summary>Deadline tick (TIMER), value (NOTE).</summary>
    public uint Value => U32(3);

    /// <summary>Records dropped (DROP).</summary>
    public uint Dropped => U32(0);

    /// <summary>Reason of a DROP: 1 ring full. Code of a FAULT.</summary>
    public int Reason => Type == RecordType.Fault ? _fields[0] : _fields[4];

    /// <summary>Boot id (HELLO).</summary>
    public uint BootId => U32(3);

    /// <summary>Six bytes of device id (HELLO).</summary>
    public ReadOnlySpan<byte> DeviceId => _fields.Slice(7, 6);

    /// <summary>Ticks per second (HELLO).</summary>
    public uint TickHz => U32(13);

    /// <summary>Hash of the record layouts (HELLO).</summary>
    public uint SchemaHash => U32(17);

    /// <summary>Firmware build (HELLO).</summary>
    public uint BuildId => U32(21);

    /// <summary>Connection slots (HELLO).</summary>
    public int Connections => U16(25);

    /// <summary>TIME-WAIT entries (HELLO).</summary>
    public int TimeWaitEntries => U16(27);

    /// <summary>2 x MSL in milliseconds (HELLO).</summary>
    public uint TimeWaitMs => U32(29);

    /// <summary>Role in the high nibble, stack profile in the low one (HELLO).</summary>
    public int RoleAndProfile => _fields[33];

    /// <summary>Number of counters (STATS).</summary>
    public int CounterCount => _fields[0];

    /// <summary>One counter (STATS).</summary>
    /// <param name="index">Below <see cref="CounterCount"/>.</param>
    /// <returns>Its value.</returns>
    public uint Counter(int index) => U32(1 + (4 * index));

    /// <summary>Connections in a state (STATS).</summary>
    /// <param name="state">The state.</param>
    /// <returns>Their number.</returns>
    public int InState(TcpState state) => U16(1 + (4 * CounterCount) + (2 * (int)state));

    /// <summary>TIME-WAIT entries in use (STATS).</summary>
    public int TimeWaitInUse => U16(25 + (4 * CounterCount));

    /// <summary>Free connection slots (STATS).</summary>
    public int FreeConnections => U16(27 + (4 * CounterCount));

    /// <summary>Whether a body of this type may have this many field bytes.</summary>
    internal static bool LengthFits(int type, ReadOnlySpan<byte> fields) => type switch
    {
        0 => fields.Length == 34 && fields[0] == 'N' && fields[1] == 'T' && fields[2] == 'C',
        1 => fields.Length == 5,
        2 => fields.Length == 23,
        3 => fields.Length == 15,
        4 or 8 => fields.Length == 7,
        5 => fields.Length == 5,
        6 => fields.Length == 3,
        7 => fields.Length > 0 && fields.Length == 29 + (4 * fields[0]),
        _ => true,
    };

    private int U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_fields[at..]);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_fields[at..]);
}
