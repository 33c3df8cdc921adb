using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>A segment from the peer.</summary>
internal sealed class InStep(int line, int flags) : Step(line)
{
    private const int DefaultWindow = 65535;

    public Expression? Seq { get; set; }

    public Expression? Ack { get; set; }

    public Expression? Length { get; set; }

    public Expression? Window { get; set; }

    public Expression? TsVal { get; set; }

    public Expression? TsEcr { get; set; }

    public bool WithoutTimestamps { get; set; }

    public override void Run(World world)
    {
        Connection connection = world.Current;
        var header = new SegmentHeader
        {
            Source = connection.RemoteAddress,
            Destination = connection.LocalAddress,
            SourcePort = connection.RemotePort,
            DestinationPort = connection.LocalPort,
            Flags = flags,
            Seq = Seq!.Sequence(connection),
            Ack = AckOf(connection),
            Window = (int)(Window?.Number(connection) ?? DefaultWindow),
            PayloadLength = (int)(Length?.Number(connection) ?? 0),
            Mss = (flags & TcpFlags.Syn) != 0 ? connection.Mss : 0,
        };
        Stamp(header, connection);
        world.Arrive(connection, header);
    }

    private uint AckOf(Connection connection)
    {
        if (Ack != null)
        {
            return Ack.Sequence(connection);
        }

        return (flags & TcpFlags.Ack) != 0 ? (uint)connection.Value("N") : 0;
    }

    private void Stamp(SegmentHeader header, Connection connection)
    {
        if (WithoutTimestamps || !(connection.Timestamps || TsVal != null || TsEcr != null))
        {
            return;
        }

        header.HasTimestamps = true;
        header.TsVal = TsVal?.Sequence(connection) ?? connection.TsRecent;
        header.TsEcr = TsEcr?.Sequence(connection) ?? connection.TsNow;
    }
}
