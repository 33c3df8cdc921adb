using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Export;

/// <summary>A board as a resource.</summary>
/// <param name="DeviceId">What HELLO says; "unknown" before the first one.</param>
/// <param name="Build">Number of its build, in hexadecimal.</param>
public sealed record BoardKey(string DeviceId, string Build)
{
    /// <summary>The board of an epoch.</summary>
    public static BoardKey Of(EpochModel epoch)
    {
        return epoch.Identity is BoardIdentity board
            ? new BoardKey(board.DeviceId, board.BuildId.ToString("X8", CultureInfo.InvariantCulture))
            : new BoardKey("unknown", "unknown");
    }
}
