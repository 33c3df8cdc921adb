namespace NanoTcpClose.Sockets
{
    /// <summary>Called when the stack has one free slot left or none: close something, or wait for TIME-WAIT to end.</summary>
    /// <param name="freeSlots">Slots that are still free.</param>
    /// <param name="nextFreeMs">Milliseconds until TIME-WAIT gives one back; -1 when none is held by it.</param>
    public delegate void SlotAlarm(int freeSlots, int nextFreeMs);
}
