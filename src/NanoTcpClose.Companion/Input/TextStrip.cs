using System.Text;

namespace NanoTcpClose.Companion.Input;

/// <summary>Makes a board's text safe to show: nothing on the line may steer the terminal.</summary>
public static class TextStrip
{
    /// <summary>Without escape sequences and control characters.</summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int k = 0; k < text.Length; k++)
        {
            char symbol = text[k];
            if (symbol == '\x1b')
            {
                k = SkipEscape(text, k);
            }
            else if (symbol == '\t' || !char.IsControl(symbol))
            {
                clean.Append(symbol);
            }
        }

        return clean.ToString();
    }

    private static int SkipEscape(string text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at;
        }

        char kind = text[at + 1];
        if (kind == ']')
        {
            int end = text.IndexOf('\x07', at);
            return end < 0 ? text.Length - 1 : end;
        }

        if (kind != '[')
        {
            return at + 1;
        }

        int last = at + 2;
        while (last < text.Length && text[last] < '@')
        {
            last++;
        }

        return last;
    }
}
