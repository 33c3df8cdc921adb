using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>
/// Scripts for four shells from the tree of commands. Each knows the words of every command and the values of options
/// that take one of some words, and asks `ntc complete SHELL --ports`, so that a board plugged in later is found.
/// </summary>
internal static class Completions
{
    internal static string For(string shell, RootCommand root)
    {
        return shell switch
        {
            "bash" => Bash(root),
            "zsh" => "autoload -U +X bashcompinit && bashcompinit\n" + Bash(root),
            "fish" => Fish(root),
            _ => PowerShell(root),
        };
    }

    private static string Bash(RootCommand root)
    {
        StringBuilder text = new("_ntc() {\n    local word=\"${COMP_WORDS[COMP_CWORD]}\"\n");
        text.Append("    local before=\"${COMP_WORDS[COMP_CWORD-1]}\" command=\"${COMP_WORDS[1]}\" words=\"\"\n");
        text.Append("    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"").Append(Names(root)).Append(
            "\"\n    else\n");
        text.Append("        case \"$command $before\" in\n");
        foreach ((Command command, Option option) in WithValues(root))
        {
            text.Append("            \"").Append(command.Name).Append(' ').Append(option.Name).Append("\") words=\"");
            text.Append(Values(option)).Append("\" ;;\n");
        }

        text.Append("            *) case \"$command\" in\n");
        foreach (Command command in Shown(root))
        {
            string ports = TakesPort(command) ? " $(ntc complete bash --ports 2>/dev/null)" : "";
            text.Append("                ").Append(command.Name).Append(") words=\"").Append(Words(command));
            text.Append(ports).Append("\" ;;\n");
        }

        text.Append("            esac ;;\n        esac\n    fi\n");
        text.Append("    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n");
        text.Append("    [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- \"$word\"))\n    return 0\n}\n");
        return text.Append("complete -o filenames -F _ntc ntc\n").ToString();
    }

    private static string Fish(RootCommand root)
    {
        StringBuilder text = new();
        foreach (Command command in Shown(root))
        {
            text.Append("complete -c ntc -n __fish_use_subcommand -a ").Append(command.Name).Append(" -d '");
            text.Append(Quote(command.Description)).Append("'\n");
            string on = "complete -c ntc -n '__fish_seen_subcommand_from " + command.Name + "'";
            string after = string.Join(' ', After(command));
            text.Append(after.Length == 0 ? "" : on + " -f -a '" + after + "'\n");
            foreach (Option option in Options(command))
            {
                string values = Values(option);
                text.Append(on).Append(" -l ").Append(option.Name.TrimStart('-'));
                text.Append(values.Length > 0 ? " -x -a '" + values + "'"
                    : option.ValueType == typeof(bool) ? "" : " -r");
                text.Append(" -d '").Append(Quote(option.Description)).Append("'\n");
            }

            text.Append(TakesPort(command) ? on + " -a '(ntc complete fish --ports 2>/dev/null)'\n" : "");
        }

        return text.ToString();
    }

    private static string PowerShell(RootCommand root)
    {
        StringBuilder text = new("Register-ArgumentCompleter -Native -CommandName ntc -ScriptBlock {\n");
        text.Append("    param($word, $line, $cursor)\n    $words = @{\n        '' = '").Append(Names(root)).Append(
            "'\n");
        foreach (Command command in Shown(root))
        {
            text.Append("        '").Append(command.Name).Append("' = '").Append(Words(command)).Append("'\n");
        }

        foreach ((Command command, Option option) in WithValues(root))
        {
            text.Append("        '").Append(command.Name).Append(' ').Append(option.Name).Append("' = '");
            text.Append(Values(option)).Append("'\n");
        }

        string withPorts = string.Join(", ", Shown(root).Where(TakesPort).Select(c => "'" + c.Name + "'"));
        text.Append("    }\n    $parts = @($line.CommandElements | ForEach-Object { \"$_\" })\n");
        text.Append("    if ($word -ne '' -and $parts.Count -gt 1) { $parts = $parts[0..($parts.Count - 2)] }\n");
        text.Append("    $command = if ($parts.Count -gt 1) { $parts[1] } else { '' }\n");
        text.Append("    $key = \"$command $($parts[-1])\"\n");
        text.Append("    $list = if ($words.ContainsKey($key)) { $words[$key] } else { \"$($words[$command])\" }\n");
        text.Append("    $all = @($list -split ' ')\n    $ports = @(").Append(withPorts);
        text.Append(") -contains $command -and -not $words.ContainsKey($key)\n");
        text.Append("    if ($ports) { $all += @(ntc complete pwsh --ports 2>$null) }\n");
        return text.Append("    $all | Where-Object { $_ -like \"$word*\" }\n}\n").ToString();
    }

    private static IEnumerable<Command> Shown(Command root)
    {
        return root.Subcommands.Where(c => !c.Hidden);
    }

    private static IEnumerable<(Command Command, Option Option)> WithValues(RootCommand root)
    {
        return Shown(root).SelectMany(c => Options(c).Where(o => Values(o).Length > 0).Select(o => (c, o)));
    }

    private static string Names(RootCommand root)
    {
        return string.Join(' ', Shown(root).Select(c => c.Name));
    }

    private static string Words(Command command)
    {
        return string.Join(' ', After(command).Concat(Options(command).Select(o => o.Name)));
    }

    // Its own commands, and the words that its arguments may be.
    private static IEnumerable<string> After(Command command)
    {
        IEnumerable<string> values = command.Arguments.SelectMany(a => Labels(a.GetCompletions(
            CompletionContext.Empty)));
        return Shown(command).Select(c => c.Name).Concat(values);
    }

    private static IEnumerable<Option> Options(Command command)
    {
        return command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o =>
            o.Recursive)))
            .Concat(command.Subcommands.SelectMany(c => c.Options)).Where(o => !o.Hidden).DistinctBy(o => o.Name);
    }

    private static string Values(Option option)
    {
        bool word = option.ValueType == typeof(string);
        return word ? string.Join(' ', Labels(option.GetCompletions(CompletionContext.Empty))) : "";
    }

    private static IEnumerable<string> Labels(IEnumerable<CompletionItem> items)
    {
        return items.Select(i => i.Label);
    }

    private static bool TakesPort(Command command)
    {
        return command.Options.Any(o => o.Name == "--port" || (o.Name == "--baud" && command.Arguments.Count > 0));
    }

    private static string Quote(string? text)
    {
        return (text ?? "").Replace("'", "\\'", StringComparison.Ordinal);
    }
}
