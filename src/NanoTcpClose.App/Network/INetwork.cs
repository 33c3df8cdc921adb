namespace NanoTcpClose.App
{
    /// <summary>The radio, or whatever else gives a board its address.</summary>
    public interface INetwork
    {
        /// <summary>Gets a value indicating whether the board has an address. May throw; that counts as no.</summary>
        bool IsUp { get; }

        /// <summary>Asks to join with the stored credentials. It need not wait for the address. May throw.</summary>
        void Join();
    }
}
