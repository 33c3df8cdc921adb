using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>The man page of ntc, from the same tree as its help.</summary>
internal static class ManPage
{
    internal static string Render(RootCommand root, string version)
    {
        StringBuilder text = new();
        text.Append(".TH NTC 1 \"\" \"ntc ").Append(version).Append("\" \"NanoTcpClose\"\n");
        Head(text, "NAME").Append("ntc \\- shows and judges every TCP close of a board\n");
        Head(text, "SYNOPSIS").Append(".B ntc\n.I COMMAND\n[options]\n");
        Head(text, "DESCRIPTION").Append(Escape(root.Description ?? "")).Append('\n');
        text.Append(
            "Data goes to standard output; the tool's own words go to standard error in lines that begin with\n");
        text.Append("\\(dq\\-\\-\\- \\(dq. Without a command the only board found is watched.\n");
        Head(text, "COMMANDS");
        foreach (Command command in Leaves(root))
        {
            Command(text, command);
        }

        Head(text, "EXIT STATUS");
        foreach (int code in ExitMeanings.All)
        {
            text.Append(".TP\n").Append(code.ToString(CultureInfo.InvariantCulture)).Append('\n');
            text.Append(Escape(ExitMeanings.Of(code))).Append('\n');
        }

        Head(text, "ENVIRONMENT");
        text.Append(".TP\nNO_COLOR\nno colours, unless \\-\\-color always\n");
        text.Append(".TP\nXDG_STATE_HOME\nwhere recordings go: the folder ntc below it (default ~/.local/state)\n");
        text.Append(".TP\nTERM\ndumb: lines instead of a table\n");
        Head(text, "FILES").Append(".TP\n*.ntcl\nthe bytes of a line as received, with the time of this computer\n");
        return text.ToString();
    }

    private static IEnumerable<Command> Leaves(Command command)
    {
        return command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Subcommands.Count == 0 ? [c] : Leaves(c));
    }

    private static void Command(StringBuilder text, Command command)
    {
        text.Append(".SS ").Append(Escape(HelpView.Usage(command))).Append('\n');
        text.Append(Escape(command.Description ?? "")).Append('\n');
        foreach (Option option in command.Options.Where(o => !o.Hidden))
        {
            HelpLine line = HelpView.Describe(option);
            text.Append(".TP\n.B ").Append(Escape(line.Left)).Append('\n').Append(Escape(line.Right)).Append('\n');
        }

        foreach (Example example in Examples.Of(command))
        {
            text.Append(".PP\n").Append(Escape(example.What)).Append(":\n.RS\n.nf\nntc ");
            text.Append(Escape(example.Line)).Append("\n.fi\n.RE\n");
        }
    }

    private static StringBuilder Head(StringBuilder text, string name)
    {
        return text.Append(".SH ").Append(name).Append('\n');
    }

    // A line that begins with a dot or a quote would be a request.
    private static string Escape(string text)
    {
        string safe = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return safe.StartsWith('.') || safe.StartsWith('\'') ? "\\&" + safe : safe;
    }
}
