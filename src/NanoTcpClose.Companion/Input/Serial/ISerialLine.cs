using System;

namespace NanoTcpClose.Companion.Input.Serial;

/// <summary>One open serial port.</summary>
internal interface ISerialLine : IDisposable
{
    /// <summary>Bytes read, 0 when nothing came within the time, -1 when the line is gone.</summary>
    int Read(byte[] buffer, int waitMs);

    /// <summary>Writes everything or says that it could not within a second.</summary>
    bool Write(byte[] buffer, int count);
}
