namespace NanoTcpClose.Sizes;

/// <summary>A host for engines that are only measured.</summary>
public sealed class SilentHost : ICloseEngineHost
{
    public bool Transmit(byte[] datagram, int length)
    {
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
    }
}
