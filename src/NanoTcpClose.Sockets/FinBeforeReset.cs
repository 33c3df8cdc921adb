namespace NanoTcpClose.Sockets
{
    /// <summary>What the stack's error says of the time before a reset.</summary>
    public enum FinBeforeReset : byte
    {
        /// <summary>Nothing: the stack has one error for every reset.</summary>
        Unknown = 0,

        /// <summary>The peer's FIN had not come.</summary>
        No = 1,

        /// <summary>The peer's FIN had come: the reset met CLOSE-WAIT.</summary>
        Yes = 2,
    }
}
