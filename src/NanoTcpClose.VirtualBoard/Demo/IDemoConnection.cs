namespace NanoTcpClose.VirtualBoard;

/// <summary>A connection at the peer. Every wait is bounded and ends in a TimeoutException.</summary>
internal interface IDemoConnection
{
    void Send(int count);

    /// <summary>Reads until the board's FIN.</summary>
    int ReadToEnd();

    void Close();

    void Abort();
}
