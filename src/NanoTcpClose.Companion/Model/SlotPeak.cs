namespace NanoTcpClose.Companion.Model;

/// <summary>The most entries in use so far.</summary>
/// <param name="Count">How many.</param>
/// <param name="AtMs">When, in milliseconds since boot.</param>
/// <param name="Missing">Records that were missing then since the board last told its counts.</param>
internal sealed record SlotPeak(int Count, double AtMs, int Missing)
{
    /// <summary>This peak, or a higher one.</summary>
    internal SlotPeak Or(int count, double ms, int missing)
    {
        return count > Count ? new SlotPeak(count, ms, missing) : this;
    }
}
