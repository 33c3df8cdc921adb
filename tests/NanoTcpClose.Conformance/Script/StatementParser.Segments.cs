using System.Collections.Generic;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

internal sealed partial class StatementParser
{
    private Step ReadCall()
    {
        string word = _bindings.Read(Take("a call"));
        bool stale = word.EndsWith("@stale");
        UserCall call = Words.Find(Words.Calls, _line, "a call", stale ? word[..^6] : word);
        var step = new CallStep(_line, call, stale);
        if (call == UserCall.Send)
        {
            step.Count = ReadExpression();
        }

        if (Skip("->"))
        {
            ReadResult(step);
        }

        return step;
    }

    private void ReadResult(CallStep step)
    {
        string word = _bindings.Read(Take("a result"));
        if (word == "any")
        {
            return;
        }

        step.Result = Words.Find(Words.Results, _line, "a result", word);
        if (word == "ok" && _next < _words.Count)
        {
            step.ResultCount = ReadExpression();
        }
    }

    private Step ReadIn()
    {
        var step = new InStep(_line, ReadFlags());
        var seen = new HashSet<string>();
        while (_next < _words.Count)
        {
            (string key, string value) = ReadKey(seen);
            switch (key)
            {
                case "seq":
                    step.Seq = Expression.Read(_line, value, _bindings);
                    break;
                case "ack":
                    step.Ack = Expression.Read(_line, value, _bindings);
                    break;
                case "len":
                    step.Length = Expression.Read(_line, value, _bindings);
                    break;
                case "wnd":
                    step.Window = Expression.Read(_line, value, _bindings);
                    break;
                case "tsval":
                    step.WithoutTimestamps = _bindings.Read(value) == "none";
                    step.TsVal = step.WithoutTimestamps ? null : Expression.Read(_line, value, _bindings);
                    break;
                case "tsecr":
                    step.TsEcr = Expression.Read(_line, value, _bindings);
                    break;
                default:
                    throw Wrong("seq= ack= len= wnd= tsval= or tsecr=", $"'{key}='");
            }
        }

        return step.Seq != null ? step : throw Wrong("seq=", "none");
    }

    private Step ReadOut()
    {
        if (_words.Count == _next + 1 && _words[_next] == "none")
        {
            _next++;
            return new OutStep(_line, null, new List<SegmentPattern>()) { Nothing = true };
        }

        if (_words.Count == _next + 1 && _words[_next] == "any")
        {
            _next++;
            return new OutStep(_line, null, new List<SegmentPattern>()) { Everything = true };
        }

        CountRange? range = null;
        if (_next < _words.Count && _words[_next].Contains(".."))
        {
            range = ReadRange(_words[_next++]);
        }

        var patterns = new List<SegmentPattern>();
        do
        {
            patterns.Add(ReadPattern());
        }
        while (Skip("|"));
        return new OutStep(_line, range, patterns);
    }

    private SegmentPattern ReadPattern()
    {
        var pattern = new SegmentPattern(ReadFlags());
        var seen = new HashSet<string>();
        while (_next < _words.Count && _words[_next] != "|")
        {
            (string key, string value) = ReadKey(seen);
            switch (key)
            {
                case "seq":
                    pattern.Seq = Expression.Read(_line, value, _bindings);
                    break;
                case "ack":
                    pattern.Ack = Expression.Read(_line, value, _bindings);
                    break;
                case "len":
                    pattern.Length = Expression.Read(_line, value, _bindings);
                    break;
                case "tsval":
                    pattern.WithoutTimestamps = _bindings.Read(value) == "none";
                    pattern.TsVal = pattern.WithoutTimestamps ? null : Expression.Read(_line, value, _bindings);
                    break;
                case "tsecr":
                    pattern.TsEcr = Expression.Read(_line, value, _bindings);
                    break;
                default:
                    throw Wrong("seq= ack= len= tsval= or tsecr=", $"'{key}='");
            }
        }

        return pattern;
    }

    private (string Key, string Value) ReadKey(HashSet<string> seen)
    {
        string word = Take("KEY=VALUE");
        int sign = word.IndexOf('=');
        if (sign <= 0 || sign == word.Length - 1)
        {
            throw Wrong("KEY=VALUE", $"'{word}'");
        }

        string key = word[..sign];
        return seen.Add(key) ? (key, word[(sign + 1)..]) : throw Wrong($"'{key}=' once", "it twice");
    }
}
