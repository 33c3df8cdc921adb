using System;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// The link of the engine under test: looks at everything that leaves and refuses what it is told to.
/// </summary>
internal sealed class FuzzHost : ICloseEngineHost
{
    private readonly SegmentHeader _seen = new();

    public CloseEngine? Engine { get; set; }

    public int Refuse { get; set; }

    public int Sent { get; private set; }

    public int Events { get; private set; }

    /// <summary>What was wrong with something that left; null while all was well.</summary>
    public string? Complaint { get; private set; }

    /// <summary>What the user does at data-arrived: 0 nothing, 1 close, 2 receive, 3 shutdown-write.</summary>
    public int AtData { get; set; }

    public long Now { get; set; }

    /// <summary>The connection that the user touched last at data-arrived; it knows this handle then.</summary>
    public int Told { get; set; }

    private readonly byte[] _data = new byte[64];

    public void Reset()
    {
        Engine = null;
        Refuse = 0;
        Complaint = null;
        AtData = 0;
        Told = 0;
        Sent = 0;
        Events = 0;
    }

    public void NewStep()
    {
        Sent = 0;
        Events = 0;
    }

    public bool Transmit(byte[] datagram, int length)
    {
        Sent++;
        if (SegmentCodec.Parse(datagram, 0, length, _seen, true) != ParseResult.Ok)
        {
            Complaint = "a segment that left does not parse";
        }
        else if (_seen.Source != SegmentForge.Local)
        {
            Complaint = "a segment left from a foreign address";
        }
        else if ((_seen.Flags & TcpFlags.Syn) != 0 && (_seen.Flags & TcpFlags.Rst) != 0)
        {
            Complaint = "a segment left with SYN and RST";
        }

        if (Refuse > 0)
        {
            Refuse--;
            return false;
        }

        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        Events++;
        if (what != CloseEvent.DataArrived || Engine is null)
        {
            return;
        }

        Told = AtData == 0 ? Told : handle;
        switch (AtData)
        {
            case 1:
                Engine.Close(handle, Now);
                break;
            case 2:
                Engine.Receive(handle, _data, 0, _data.Length, Now);
                break;
            case 3:
                Engine.ShutdownWrite(handle, Now);
                break;
            default:
                break;
        }
    }
}
