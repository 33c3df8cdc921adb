using System;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>What may reach a terminal.</summary>
internal static class ShownText
{
    /// <summary>No control characters but line breaks and tabs: nothing that steers a terminal.</summary>
    public static void MustBeHarmless(ReadOnlySpan<char> text, string where)
    {
        foreach (char symbol in text)
        {
            if (char.IsControl(symbol) && symbol is not ('\n' or '\t'))
            {
                throw new FuzzFailure($"{where}: control character U+{(int)symbol:X4} reaches the terminal");
            }
        }
    }
}
