using System;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Where a replay goes.</summary>
internal interface IReplayTarget : IDisposable
{
    /// <summary>A piece as it was received, or a remark of the host; false when nobody takes it any more.</summary>
    bool Put(byte[] piece, DateTimeOffset time, bool remark);

    /// <summary>There is no more.</summary>
    void End();
}
