namespace NanoTcpClose.Companion.Decode;

/// <summary>Records that were born on the device and did not arrive. Told before the record behind the gap.</summary>
/// <param name="FirstSequence">Number of the first missing record.</param>
/// <param name="Missing">How many are missing.</param>
/// <param name="DroppedByDevice">How many of them the device itself dropped, as its DROP record says.</param>
/// <param name="Restarted">The numbers went backwards without a HELLO: the device restarted, or more than 32767 are missing.</param>
public readonly record struct TraceGap(int FirstSequence, int Missing, int DroppedByDevice, bool Restarted)
{
    /// <summary>Missing records that the line lost.</summary>
    public int LostOnLine => Missing - DroppedByDevice;
}
