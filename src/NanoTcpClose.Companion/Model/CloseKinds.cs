namespace NanoTcpClose.Companion.Model;

/// <summary>Names of close kinds, one place for all views.</summary>
public static class CloseKinds
{
    /// <summary>As shown and as written in NDJSON.</summary>
    public static string Name(CloseKind kind)
    {
        return kind switch
        {
            CloseKind.Open => "open",
            CloseKind.Unfinished => "unfinished",
            CloseKind.FourWay => "four-way active",
            CloseKind.ThreeSegment => "three-segment",
            CloseKind.Passive => "passive",
            CloseKind.Simultaneous => "simultaneous",
            CloseKind.HalfClose => "half-close",
            CloseKind.Reset => "reset",
            CloseKind.Abort => "abort",
            CloseKind.ResetForData => "reset for data",
            CloseKind.Timeout => "timeout",
            CloseKind.Refused => "refused",
            CloseKind.Evicted => "evicted",
            CloseKind.Fault => "fault",
            _ => "unknown",
        };
    }

    /// <summary>The clause that describes this kind of close.</summary>
    public static string Clause(CloseKind kind)
    {
        return kind switch
        {
            CloseKind.FourWay or CloseKind.ThreeSegment => "RFC 9293 3.6 case 1",
            CloseKind.Passive => "RFC 9293 3.6 case 2",
            CloseKind.Simultaneous => "RFC 9293 3.6 case 3",
            CloseKind.HalfClose or CloseKind.ResetForData => "RFC 9293 3.6.1",
            CloseKind.Reset => "RFC 9293 3.5.3",
            CloseKind.Abort => "RFC 9293 3.10.5",
            CloseKind.Timeout => "RFC 9293 3.8.3, 3.10.8",
            CloseKind.Refused => "RFC 9293 3.10.7.3",
            CloseKind.Evicted => "RFC 9293 3.6.1",
            _ => "",
        };
    }
}
