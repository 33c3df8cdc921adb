namespace NanoTcpClose.App
{
    /// <summary>The radio, or whatever else gives a board its address.</summary>
    public interface INetwork
    {
        /// <summary>Gets the board's IPv4 address; null or empty while it has none. May throw; that counts as none.</summary>
        string Address { get; }

        /// <summary>Asks to join with the stored credentials. It need not wait for the address. May throw.</summary>
        void Join();
    }
}
