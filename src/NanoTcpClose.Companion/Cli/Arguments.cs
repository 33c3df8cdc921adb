using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Arguments and options with the checks that the parser does not make by itself.</summary>
internal static class Arguments
{
    /// <summary>A required word. The parser would take an unknown option for it, so a leading dash is refused.</summary>
    internal static Argument<string> Text(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(NoOption);
        return argument;
    }

    /// <summary>Any number of words.</summary>
    internal static Argument<string[]> Texts(string name, string description)
    {
        Argument<string[]> argument = new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };
        argument.Validators.Add(NoOption);
        return argument;
    }

    /// <summary>A word that may be left out.</summary>
    internal static Argument<string?> Perhaps(string name, string description)
    {
        Argument<string?> argument = new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(NoOption);
        return argument;
    }

    /// <summary>An option that takes one of some words; the first is the default.</summary>
    internal static Option<string> OneOf(string name, string description, params string[] words)
    {
        Option<string> option = new(name) { Description = description, DefaultValueFactory = _ => words[0] };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>--baud.</summary>
    internal static Option<int> Baud()
    {
        Option<int> option = new("--baud")
        {
            Description = "speed of a serial line",
            HelpName = "RATE",
            DefaultValueFactory = _ => 921600,
        };
        option.Validators.Add(result =>
        {
            string? word = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
            if (word is not null && (!int.TryParse(word, out int rate) || rate is < 50 or > 20000000))
            {
                result.AddError("--baud takes a number from 50 to 20000000, not '" + word + "'");
            }
        });
        return option;
    }

    /// <summary>The value of an option that takes a duration; null when it was not given.</summary>
    internal static TimeSpan? Duration(string option, string? text)
    {
        return text is null ? null
            : Spans.Parse(text) ?? throw new UsageException(option + " takes 500ms, 5s or 2m, not '" + text + "'");
    }

    private static void NoOption(ArgumentResult result)
    {
        string? option = result.Tokens.Select(t => t.Value).FirstOrDefault(t => t.Length > 1 && t[0] == '-');
        if (option is not null)
        {
            result.AddError("option " + option + " is not known");
        }
    }
}
