namespace NanoTcpClose.App
{
    /// <summary>The resources of the status page.</summary>
    internal enum HttpPath
    {
        /// <summary>Anything else.</summary>
        Unknown = 0,

        /// <summary>The page for people.</summary>
        Root = 1,

        /// <summary>The same as JSON.</summary>
        Connections = 2,
    }
}
