using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Script;

/// <summary>Reads and writes comma lists of flags.</summary>
internal static class FlagList
{
    private static readonly (string Name, int Bit)[] s_flags =
    {
        ("FIN", TcpFlags.Fin), ("SYN", TcpFlags.Syn), ("RST", TcpFlags.Rst), ("PSH", TcpFlags.Psh),
        ("ACK", TcpFlags.Ack),
    };

    public static bool TryRead(string word, Bindings bindings, out int flags)
    {
        flags = 0;
        string text = bindings.Read(word);
        if (text == "none")
        {
            return true;
        }

        foreach (string part in text.Split(','))
        {
            string name = bindings.Read(part);
            int bit = 0;
            foreach ((string known, int value) in s_flags)
            {
                bit = known == name ? value : bit;
            }

            if (bit == 0)
            {
                return false;
            }

            flags |= bit;
        }

        return true;
    }

    public static int Read(int line, string word, Bindings bindings)
    {
        return TryRead(word, bindings, out int flags)
            ? flags
            : throw new ScriptException(line, "flags (a comma list of FIN SYN RST PSH ACK, or none)", $"'{word}'");
    }

    public static string Text(int flags)
    {
        var names = new List<string>();
        foreach ((string name, int bit) in s_flags)
        {
            if ((flags & bit) != 0)
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? "none" : string.Join(',', names);
    }
}
