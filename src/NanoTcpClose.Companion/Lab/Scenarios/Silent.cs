namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>The host of an engine that is only weighed.</summary>
internal sealed class Silent : ICloseEngineHost
{
    public bool Transmit(byte[] datagram, int length)
    {
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // Nobody listens.
    }
}
