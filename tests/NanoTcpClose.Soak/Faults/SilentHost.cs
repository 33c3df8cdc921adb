namespace NanoTcpClose.Soak.Faults;

/// <summary>A link that takes everything and a user who hears nothing.</summary>
internal sealed class SilentHost : ICloseEngineHost
{
    public bool Transmit(byte[] datagram, int length)
    {
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // Nobody is told.
    }
}
