namespace NanoTcpClose.Sockets
{
    /// <summary>What became of a wish to close the sending direction only.</summary>
    public enum HalfCloseResult
    {
        /// <summary>Our FIN is out; reading goes on.</summary>
        Done = 0,

        /// <summary>This platform has no half-close: nanoFramework's Socket has no Shutdown. Nothing was done.</summary>
        NotSupported = 1,

        /// <summary>There is no connection to half-close.</summary>
        NotConnected = 2,
    }
}
