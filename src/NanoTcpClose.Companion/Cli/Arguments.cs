using System;
using System.CommandLine;
using System.Linq;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Arguments and options with the checks that the parser does not make by itself.</summary>
internal static class Arguments
{
    /// <summary>A required word. The parser would take an unknown option for it, so a leading dash is refused.</summary>
    internal static Argument<string> Text(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            string? option = result.Tokens.Select(t => t.Value).FirstOrDefault(t => t.Length > 1 && t[0] == '-');
            if (option is not null)
            {
                result.AddError("option " + option + " is not known");
            }
        });
        return argument;
    }

    /// <summary>An option that takes one of some words; the first is the default.</summary>
    internal static Option<string> OneOf(string name, string description, params string[] words)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => words[0] };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
