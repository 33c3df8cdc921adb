namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>The two ends of a pair.</summary>
internal enum LabSide
{
    /// <summary>The end that opened the connection.</summary>
    Client,

    /// <summary>The end that listened.</summary>
    Server,
}
