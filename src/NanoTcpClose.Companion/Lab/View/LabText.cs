using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Lab.View;

/// <summary>
/// A result as text for a terminal or a file. Plain ASCII but for the lines of the flow; headings are bold where
/// colour is allowed.
/// </summary>
internal sealed class LabText
{
    private const int WidestText = 100;
    private readonly TextWriter _output;
    private readonly int _width;
    private readonly int _fit;
    private readonly bool _colour;
    private readonly bool _ascii;

    internal LabText(CliStreams streams)
    {
        _output = streams.Out;
        _width = Math.Min(streams.Width, WidestText);
        _fit = streams.Fit();
        _colour = streams.Colour;
        _ascii = streams.Ascii || !streams.Interactive;
    }

    /// <summary>Names and claims of all scenarios.</summary>
    internal void List(IReadOnlyList<LabScenario> scenarios)
    {
        int name = scenarios.Max(s => s.Name.Length) + 2;
        foreach (LabScenario scenario in scenarios)
        {
            string indent = new(' ', name);
            string[] lines = [.. TextTable.Wrap(scenario.Claim, _width, indent)];
            _output.WriteLine(scenario.Name.PadRight(name) + lines[0][name..]);
            foreach (string line in lines.Skip(1))
            {
                _output.WriteLine(line);
            }
        }
    }

    /// <summary>The whole report of one scenario.</summary>
    internal void Write(LabResult result)
    {
        LabScenario scenario = result.Scenario;
        _output.WriteLine(_colour ? Paint("1;36", scenario.Name) : "== " + scenario.Name + " ==");
        Paragraph(scenario.Claim, "");
        Terms(scenario.Terms);
        Section("What was done", scenario.Done, numbered: true);
        foreach (LabFlow flow in result.Engine.Flows)
        {
            Head(flow.Caption);
            _output.Write(FlowView.Text(flow.Connection, _width, _ascii, _colour));
            _output.WriteLine();
        }

        Block("States of both ends once each segment has arrived", LabTables.Steps(result, _fit));
        Block("Figures", LabTables.Figures(result, fit: _fit));
        Section("Why the columns differ", result.Reasons());
        if (result.Kernel is not null)
        {
            Section("The kernel's column", [char.ToUpperInvariant(scenario.OnKernel[0]) + scenario.OnKernel[1..]]);
        }

        Section("On a board", scenario.Advice);
        Outcome(result);
    }

    private void Outcome(LabResult result)
    {
        foreach (LabColumn column in result.Columns)
        {
            string text = column.Failure is not null
                ? column.Name + " stopped: " + column.Failure
                : $"{column.Name}: {column.AsStated} of {column.Stated} outcomes as stated";
            _output.WriteLine(column.Good ? text : Paint("31", text));
        }

        _output.WriteLine();
    }

    private void Terms(IReadOnlyList<LabTerm> terms)
    {
        if (terms.Count == 0)
        {
            return;
        }

        Head("Words");
        int name = terms.Max(t => t.Word.Length) + 2;
        foreach (LabTerm term in terms)
        {
            string[] lines = [.. TextTable.Wrap(term.Meaning, _width, new string(' ', name))];
            _output.WriteLine(term.Word.PadRight(name) + lines[0][name..]);
            lines.Skip(1).ToList().ForEach(_output.WriteLine);
        }

        _output.WriteLine();
    }

    private void Section(string head, IReadOnlyList<string> items, bool numbered = false)
    {
        if (items.Count == 0)
        {
            return;
        }

        Head(head);
        for (int k = 0; k < items.Count; k++)
        {
            string mark = numbered ? (k + 1) + ". " : items.Count == 1 ? "" : "- ";
            string[] lines = [.. TextTable.Wrap(items[k], _width, new string(' ', mark.Length))];
            _output.WriteLine(mark + lines[0][mark.Length..]);
            lines.Skip(1).ToList().ForEach(_output.WriteLine);
        }

        _output.WriteLine();
    }

    private void Block(string head, string text)
    {
        if (text.Length > 0)
        {
            Head(head);
            _output.Write(text);
            _output.WriteLine();
        }
    }

    private void Paragraph(string text, string indent)
    {
        foreach (string line in TextTable.Wrap(text, _width, indent))
        {
            _output.WriteLine(line);
        }

        _output.WriteLine();
    }

    private void Head(string text)
    {
        foreach (string line in TextTable.Wrap(_colour ? text : text + ":", _width, ""))
        {
            _output.WriteLine(Paint("1", line));
        }
    }

    private string Paint(string code, string text)
    {
        return _colour ? "\x1b[" + code + "m" + text + "\x1b[0m" : text;
    }
}
