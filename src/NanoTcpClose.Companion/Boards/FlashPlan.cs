using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Boards;

/// <summary>The nanoff calls that put firmware, credentials and the application on a board, in this order.</summary>
/// <param name="Calls">Arguments of each call.</param>
public sealed record FlashPlan(IReadOnlyList<IReadOnlyList<string>> Calls)
{
    /// <summary>Always with the address of the board's file: nanoff's own is wrong for the classic ESP32.</summary>
    public static FlashPlan For(BoardFile board, string port, string? image, string? wifi)
    {
        List<IReadOnlyList<string>> calls = [["--update", "--target", board.Target, "--serialport", port]];
        if (wifi is not null)
        {
            calls.Add(["--networkdeployment", wifi, "--serialport", port]);
        }

        if (image is not null)
        {
            calls.Add(
            [
                "--target", board.Target, "--serialport", port, "--deploy", "--image", image,
                "--address", board.DeployAddress,
            ]);
        }

        return new FlashPlan(calls);
    }

    /// <summary>One call as it would be typed.</summary>
    public static string Line(IReadOnlyList<string> call)
    {
        return "nanoff " + string.Join(' ', call.Select(a => a.Contains(' ') ? '"' + a + '"' : a));
    }
}
