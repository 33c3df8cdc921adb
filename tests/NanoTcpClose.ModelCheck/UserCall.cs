namespace NanoTcpClose.ModelCheck;

/// <summary>What a user may do once, at any moment.</summary>
internal enum UserCall
{
    /// <summary>Sends two bytes.</summary>
    Send,

    /// <summary>Half-close.</summary>
    ShutdownWrite,

    /// <summary>Full close.</summary>
    Close,

    /// <summary>Abort.</summary>
    Abort,

    /// <summary>Opens the same 4-tuple again (a only).</summary>
    Connect,

    /// <summary>Closes the listener (b only).</summary>
    Unlisten,
}
