using System.Collections.Generic;

namespace NanoTcpClose.Companion.Cli;

/// <summary>One example of a command.</summary>
/// <param name="Line">The command line without `ntc`; words with blanks stand in single quotes, as a shell
/// wants them.</param>
/// <param name="What">What it is for, in a few words.</param>
internal sealed record Example(string Line, string What)
{
    /// <summary>The words of the line as a shell would pass them.</summary>
    internal string[] Words()
    {
        List<string> words = [];
        string[] parts = Line.Split('\'');
        for (int k = 0; k < parts.Length; k++)
        {
            words.AddRange(k % 2 == 1 ? [parts[k]] : parts[k].Split(' ', System.StringSplitOptions.RemoveEmptyEntries));
        }

        return [.. words];
    }
}
