// Invariant: what stands outside the kernel blocks is a function of the code alone, so that a test can hold it equal.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Lab.View;

/// <summary>The document docs/lab.md.</summary>
internal static class LabMarkdown
{
    internal const string KernelBegin = "<!-- kernel: figures of the day -->";
    internal const string KernelEnd = "<!-- end of kernel -->";
    private const int Width = 118;

    /// <summary>What stands at the top.</summary>
    internal static string Head(IReadOnlyList<LabScenario> scenarios)
    {
        StringBuilder text = new();
        text.Append("# The lab: how TCP connections close, in numbers\n\n");
        Wrap(text, "Written by `ntc lab --all --kernel --markdown`. Every scenario is played by the engine of this "
            + "repository in "
            + "virtual time, and by the Linux kernel in network namespaces of its own with real timers. The engine's "
            + "part is the "
            + "same in every run; the kernel's figures are those of the day on which this was written. Nothing here "
            + "was run on "
            + "hardware.");
        Wrap(text, "Read 1, 5 and 10 first: how a close goes, why it waits at the end, and what the waiting costs. "
            + "Play any of "
            + "them with `ntc lab NAME`, and beside your own kernel with `ntc lab NAME --kernel` as root.");
        for (int k = 0; k < scenarios.Count; k++)
        {
            text.Append(k + 1).Append(". [").Append(scenarios[k].Name).Append("](#").Append(k + 1).Append('-')
                .Append(scenarios[k].Name).Append(")\n");
        }

        return text.ToString();
    }

    /// <summary>One scenario.</summary>
    internal static string Chapter(int number, LabResult result)
    {
        LabScenario scenario = result.Scenario;
        LabResult engine = result with { Kernel = null };
        StringBuilder text = new();
        text.Append("\n## ").Append(number).Append(' ').Append(scenario.Name).Append("\n\n");
        Wrap(text, "**" + scenario.Claim + "**");
        if (scenario.Terms.Count > 0)
        {
            Items(text, [.. scenario.Terms.Select(t => "**" + t.Word + "**: " + t.Meaning)], "- ");
        }

        text.Append("What was done:\n\n");
        Items(text, scenario.Done, "");
        foreach (LabFlow flow in engine.Engine.Flows)
        {
            Code(text, flow.Caption, FlowView.Text(flow.Connection));
        }

        Code(text, "The states of both ends once each segment has arrived", LabTables.Steps(engine));
        Code(text, "Figures of the engine", LabTables.Figures(engine, ofTheDay: false));
        if (result.Kernel is not null)
        {
            Kernel(text, result);
        }

        text.Append("On a board:\n\n");
        Items(text, scenario.Advice, "- ");
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Kernel(StringBuilder text, LabResult result)
    {
        text.Append(KernelBegin).Append("\n\n");
        Wrap(text, "Beside " + result.Kernel!.Name + ": " + result.Scenario.OnKernel);
        Code(text, "States, side by side", LabTables.Steps(result));
        Code(text, "Figures, side by side", LabTables.Figures(result));
        IReadOnlyList<string> why = result.Reasons();
        if (why.Count > 0)
        {
            text.Append("Why the columns differ:\n\n");
            Items(text, why, "- ");
        }

        text.Append(KernelEnd).Append("\n\n");
    }

    private static void Code(StringBuilder text, string head, string block)
    {
        if (block.Length > 0)
        {
            text.Append(head).Append(":\n\n```text\n").Append(block).Append("```\n\n");
        }
    }

    // An empty mark numbers the items.
    private static void Items(StringBuilder text, IReadOnlyList<string> items, string mark)
    {
        for (int k = 0; k < items.Count; k++)
        {
            string head = mark.Length > 0 ? mark : k + 1 + ". ";
            string[] lines = [.. TextTable.Wrap(items[k], Width, new string(' ', head.Length))];
            text.Append(head).Append(lines[0][head.Length..]).Append('\n');
            lines.Skip(1).ToList().ForEach(l => text.Append(l).Append('\n'));
        }

        text.Append('\n');
    }

    private static void Wrap(StringBuilder text, string paragraph)
    {
        foreach (string line in TextTable.Wrap(paragraph, Width, ""))
        {
            text.Append(line).Append('\n');
        }

        text.Append('\n');
    }
}
