using System.Runtime.InteropServices;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>Says what is missing when the operating system refuses a call.</summary>
public static class Permission
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int NoDevice = 19;
    private const int AccessDenied = 13;

    /// <summary>One line with the call, its error and the remedy.</summary>
    /// <param name="call">The call as the manual names it, with what it was for.</param>
    /// <param name="error">The error number.</param>
    public static string Explain(string call, int error)
    {
        string remedy = error switch
        {
            NotPermitted or AccessDenied => "; run as root (CAP_NET_ADMIN and CAP_SYS_ADMIN are needed)",
            NoEntry or NoDevice => "; this kernel or container does not offer it",
            _ => string.Empty,
        };
        return $"{call}: {Marshal.GetPInvokeErrorMessage(error)} (error {error}){remedy}";
    }
}
