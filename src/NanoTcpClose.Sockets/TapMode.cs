namespace NanoTcpClose.Sockets
{
    /// <summary>When the segment tap is open.</summary>
    public enum TapMode
    {
        /// <summary>Always: every state is known from copies.</summary>
        Always = 0,

        /// <summary>
        /// Only while something opens or closes, to spare a board that moves bulk data. What happens in between is
        /// inferred, and connections whose opening was not seen are marked uncertain where it matters.
        /// </summary>
        Edges = 1,
    }
}
