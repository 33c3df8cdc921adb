using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// One colour a state, the same in every drawing. Each is told apart by its name beside it too, for colour is not for
/// everyone.
/// </summary>
internal static class StateColours
{
    private static readonly (TcpState State, string Light, string Dark)[] s_colours =
    [
        (TcpState.SynSent, "#7a5cc4", "#a98ff0"),
        (TcpState.SynReceived, "#9a7fd8", "#c3b0f5"),
        (TcpState.Established, "#2c8f62", "#58c493"),
        (TcpState.FinWait1, "#1d63b8", "#5aa2f2"),
        (TcpState.FinWait2, "#3f9bd8", "#8cc8f5"),
        (TcpState.CloseWait, "#c77800", "#f0ab3e"),
        (TcpState.LastAck, "#a8501c", "#e08a5a"),
        (TcpState.Closing, "#a53c8f", "#e08ad0"),
        (TcpState.TimeWait, "#6f7a86", "#98a4b1"),
    ];

    /// <summary>States that have a colour, in the order of a connection's life.</summary>
    internal static IEnumerable<TcpState> States => s_colours.Select(c => c.State);

    /// <summary>The class of a state: fin-wait-1.</summary>
    internal static string Class(TcpState state)
    {
        return Names.State(state).ToLowerInvariant();
    }

    /// <summary>Rules that fill the class of each state, with the given property.</summary>
    internal static string Rules(bool dark, string prefix, string property)
    {
        StringBuilder rules = new();
        foreach ((TcpState state, string light, string night) in s_colours)
        {
            rules.Add(
                $"{prefix}.{Class(state)}{{{property}:{(dark ? night : light)}}}");
        }

        return rules.ToString();
    }
}
