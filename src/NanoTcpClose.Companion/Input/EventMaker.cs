using System;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>Copies a decoded record, which lives only during the sink's call, into an entry that stays.</summary>
internal static class EventMaker
{
    internal static LogEvent Make(in TraceRecord record, DateTimeOffset hostTime)
    {
        LogEvent head = new()
        {
            Kind = LogEventKind.Unknown,
            HostTime = hostTime,
            Sequence = record.Sequence,
            Tick = record.TotalTicks,
            Code = (int)record.Type,
        };
        return record.Type switch
        {
            RecordType.Hello => head with { Kind = LogEventKind.Hello, Identity = Identity(record) },
            RecordType.Transition => Transition(head, record),
            RecordType.Open => Open(head, record),
            RecordType.Segment => Segment(head, record),
            RecordType.Timer => head with
            {
                Kind = LogEventKind.Timer,
                Connection = record.Connection,
                TimerKind = record.Kind,
                Deadline = record.Value,
            },
            RecordType.Drop => head with
            {
                Kind = LogEventKind.Drop,
                Count = (int)record.Dropped,
                Detail = record.Reason,
            },
            RecordType.Fault => head with
            {
                Kind = LogEventKind.Fault,
                Connection = record.Connection,
                Code = record.Reason,
            },
            RecordType.Stats => head with { Kind = LogEventKind.Stats, Stats = Stats(record) },
            RecordType.Note => head with
            {
                Kind = LogEventKind.Note,
                Connection = record.Connection,
                What = (CloseEvent)record.Kind,
                Value = (int)record.Value,
            },
            _ => head,
        };
    }

    private static LogEvent Transition(LogEvent head, in TraceRecord record)
    {
        return head with
        {
            Kind = LogEventKind.Transition,
            Connection = record.Connection,
            From = record.From,
            To = record.To,
            Cause = record.Cause,
            Retransmissions = record.TransitionFlags & 15,
            Inferred = (record.TransitionFlags & 0x10) != 0,
            Uncertain = (record.TransitionFlags & 0x20) != 0,
        };
    }

    private static LogEvent Open(LogEvent head, in TraceRecord record)
    {
        return head with
        {
            Kind = LogEventKind.Open,
            Connection = record.Connection,
            LocalAddress = record.LocalAddress,
            LocalPort = record.LocalPort,
            RemoteAddress = record.RemoteAddress,
            RemotePort = record.RemotePort,
            Active = record.Active,
            Iss = record.Iss,
            Irs = record.Irs,
        };
    }

    private static LogEvent Segment(LogEvent head, in TraceRecord record)
    {
        return head with
        {
            Kind = LogEventKind.Segment,
            Connection = record.Connection,
            Outbound = record.Outbound,
            SegmentFlags = record.SegmentFlags,
            EndRelative = record.EndRelative,
            Seq = record.Seq,
            Ack = record.Ack,
            Length = record.Length,
            Window = record.Window,
        };
    }

    private static BoardIdentity Identity(in TraceRecord record)
    {
        return new BoardIdentity
        {
            BootId = record.BootId,
            DeviceId = Convert.ToHexString(record.DeviceId),
            TickHz = (int)record.TickHz,
            SchemaHash = record.SchemaHash,
            BuildId = record.BuildId,
            Connections = record.Connections,
            TimeWaitEntries = record.TimeWaitEntries,
            TimeWaitMs = (int)record.TimeWaitMs,
        };
    }

    private static BoardStats Stats(in TraceRecord record)
    {
        uint[] counters = new uint[record.CounterCount];
        for (int k = 0; k < counters.Length; k++)
        {
            counters[k] = record.Counter(k);
        }

        int[] byState = new int[12];
        for (int state = 1; state < byState.Length; state++)
        {
            byState[state] = record.InState((TcpState)state);
        }

        return new BoardStats
        {
            Counters = counters,
            ByState = byState,
            TimeWait = record.TimeWaitInUse,
            FreeConnections = record.FreeConnections,
        };
    }
}
