namespace NanoTcpClose.Conformance.Script;

/// <summary>The calls that a script can make.</summary>
internal enum UserCall
{
    Close,
    Abort,
    ShutdownWrite,
    ShutdownRead,
    Send,
    Receive,
    Connect,
    Listen,
    Unlisten,
}
