using System;
using System.Collections.Generic;

namespace NanoTcpClose.Soak.Damage;

/// <summary>A way to put records of a log on a line that also carries text.</summary>
internal interface IFraming
{
    string Name { get; }

    /// <summary>One record as it goes onto the line.</summary>
    byte[] Encode(in LogRecord record);

    /// <summary>
    /// Everything that a reader makes of a line, in order; what it knows to be missing is added to announced.
    /// </summary>
    List<LogRecord> Decode(byte[] line, out long announced);
}
