// Invariant: every fault of a script ends up in some case's Error, so that it is counted and its line is told.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

/// <summary>Reads a script into its cases; loops are unrolled.</summary>
internal sealed class ScriptParser
{
    private readonly string _file;
    private readonly List<CaseDefinition> _cases = new();

    private ScriptParser(string file)
    {
        _file = file;
    }

    public static List<CaseDefinition> ReadFile(string path)
    {
        return Read(Path.GetFileName(path), File.ReadAllText(path));
    }

    public static List<CaseDefinition> Read(string file, string text)
    {
        var parser = new ScriptParser(file);
        foreach (ScriptBlock block in BlockReader.Read(text))
        {
            parser.Top(block, Bindings.None, "");
        }

        return parser._cases;
    }

    private void Top(ScriptBlock block, Bindings bindings, string loops)
    {
        if (block.Is("case"))
        {
            ReadCase(block, bindings, loops);
        }
        else if (block.Is("for") && block.Error == null)
        {
            ReadLoop(block, bindings, loops);
        }
        else
        {
            Outside(block);
        }
    }

    private void ReadLoop(ScriptBlock block, Bindings bindings, string loops)
    {
        try
        {
            LoopHeader header = LoopHeader.Read(block.Line!, bindings);
            foreach (string value in header.Values)
            {
                string text = $"{header.Name}={value}";
                foreach (ScriptBlock child in block.Children)
                {
                    Top(child, bindings.With(header.Name, value), loops.Length == 0 ? text : $"{loops},{text}");
                }
            }
        }
        catch (ScriptException e)
        {
            Fail(e);
        }
    }

    private void Outside(ScriptBlock block)
    {
        Fail(block.Error ?? new ScriptException(block.Line!.Number, "'case', or 'for' around cases",
            $"'{block.Line.First}'"));
        foreach (ScriptBlock child in block.Children)
        {
            if (child.Is("case") || child.Is("for"))
            {
                Top(child, Bindings.None, "");
            }
        }
    }

    private void Fail(ScriptException e)
    {
        _cases.Add(new CaseDefinition(_file, _file, e.Line) { Error = e });
    }

    private void ReadCase(ScriptBlock block, Bindings bindings, string loops)
    {
        IReadOnlyList<string> words = block.Line!.Words;
        string id = words.Count > 1 ? words[1] : _file;
        var definition = new CaseDefinition(_file, loops.Length == 0 ? id : $"{id}[{loops}]", block.Line.Number)
        {
            EndLine = block.EndLine,
            Loops = loops,
            Title = words.Count > 2 ? words[2].Trim('"') : "",
        };
        _cases.Add(definition);
        try
        {
            CheckHead(block.Line, id);
            ReadBody(definition, block, bindings, definition.Steps);
            if (block.Error != null)
            {
                throw block.Error;
            }

            StepOrder.Check(definition);
        }
        catch (ScriptException e)
        {
            definition.Error = e;
        }
    }

    private static void CheckHead(ScriptLine line, string id)
    {
        IReadOnlyList<string> words = line.Words;
        bool titled = words.Count == 3 && words[2].Length >= 2 && words[2][0] == '"' && words[2][^1] == '"';
        if (words.Count < 2 || !(titled || words.Count == 2))
        {
            throw new ScriptException(line.Number, "'case ID \"title\"'", $"'{string.Join(' ', words)}'");
        }

        int digits = 1;
        while (digits < id.Length && char.IsAsciiDigit(id[digits]))
        {
            digits++;
        }

        bool small = digits == id.Length || (digits == id.Length - 1 && char.IsAsciiLetterLower(id[^1]));
        if (!char.IsAsciiLetter(id[0]) || digits < 2 || !small)
        {
            throw new ScriptException(line.Number, "a case ID: a letter, digits, at most one small letter", $"'{id}'");
        }
    }

    private static void ReadBody(CaseDefinition definition, ScriptBlock parent, Bindings bindings, List<Step> steps)
    {
        foreach (ScriptBlock block in parent.Children)
        {
            if (block.Error != null)
            {
                throw block.Error;
            }

            ScriptLine line = block.Line!;
            switch (line.First)
            {
                case "for":
                    LoopHeader header = LoopHeader.Read(line, bindings);
                    foreach (string value in header.Values)
                    {
                        ReadBody(definition, block, bindings.With(header.Name, value), steps);
                    }

                    break;
                case "repeat":
                    var repeat = new RepeatStep(line.Number, RepeatCount(line, bindings));
                    ReadBody(definition, block, bindings, repeat.Body);
                    steps.Add(repeat);
                    break;
                case "source":
                    definition.Source = string.Join(' ', line.Words.Skip(1));
                    break;
                default:
                    new StatementParser(line, bindings, definition.Options).Read(steps);
                    break;
            }
        }
    }

    private static Expression RepeatCount(ScriptLine line, Bindings bindings)
    {
        return line.Words.Count == 2
            ? Expression.Read(line.Number, line.Words[1], bindings)
            : throw new ScriptException(line.Number, "'repeat K'", $"'{string.Join(' ', line.Words)}'");
    }
}
