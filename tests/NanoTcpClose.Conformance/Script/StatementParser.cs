// Invariant: a statement is read whole or refused; nothing that stands on its line is passed over.

using System.Collections.Generic;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

/// <summary>Reads one statement of a case.</summary>
internal sealed partial class StatementParser
{
    private readonly IReadOnlyList<string> _words;
    private readonly Bindings _bindings;
    private readonly CaseOptions _options;
    private readonly int _line;
    private int _next;

    public StatementParser(ScriptLine line, Bindings bindings, CaseOptions options)
    {
        _words = line.Words;
        _line = line.Number;
        _bindings = bindings;
        _options = options;
    }

    public void Read(List<Step> steps)
    {
        string? target = ReadTarget();
        if (_next == _words.Count)
        {
            throw Wrong("a statement", "the end of the line");
        }

        Step step = ReadStep(_words[_next++]);
        if (_next != _words.Count)
        {
            throw Wrong("the end of the statement", $"'{_words[_next]}'");
        }

        if (target != null && step is SetStep or GivenStep or PairStep or NetStep)
        {
            throw Wrong($"no name before '{_words[0]}'", $"'{target}'");
        }

        step.Target = target;
        steps.Add(step);
    }

    private string? ReadTarget()
    {
        string first = _words[0];
        if (first is "a" or "b" && _words.Count > 1)
        {
            _next = 1;
            return first;
        }

        if (!first.EndsWith(':'))
        {
            return null;
        }

        _next = 1;
        string name = _bindings.Read(first[..^1]);
        return Words.IsName(name) ? name : throw Wrong("the name of a connection", $"'{first}'");
    }

    private Step ReadStep(string verb)
    {
        switch (verb)
        {
            case "set":
                return ReadSet();
            case "given":
                return ReadGiven();
            case "pair":
                return ReadPair();
            case "net":
                return ReadNet();
            case "run":
                return ReadRun();
            case "call":
                return ReadCall();
            case "in":
                return ReadIn();
            case "out":
                return ReadOut();
            case "after":
            case "late":
                return ReadAfter(verb);
            default:
                return ReadCheck(verb);
        }
    }

    private Step ReadCheck(string verb)
    {
        switch (verb)
        {
            case "state":
                return new StateStep(_line, ReadAlternatives(Words.States, "a state"));
            case "cause":
                return new CauseStep(_line, ReadAlternatives(Words.Causes, "a cause"));
            case "una":
            case "nxt":
            case "rcv":
                return new SequenceStep(_line, verb, ReadExpression());
            case "deliver":
                return new DeliverStep(_line, ReadExpression());
            case "eof":
                return ReadEof();
            case "event":
                return ReadEvent();
            case "counter":
                return ReadCounter();
            case "count":
                return ReadCount();
            case "free":
                return new CountStep(_line, null, ReadComparison());
            case "alloc":
                return new AllocStep(_line, ReadExpression());
            case "sent":
                return new SentStep(_line, ReadFlags(), ReadRange(Take("a range")));
            case "legal":
                return new LegalStep(_line);
            case "never":
                return new NeverStep(_line, ReadState(), ReadState());
            default:
                throw Wrong("a statement of FORMAT", $"'{verb}'");
        }
    }

    private Step ReadSet()
    {
        string name = Take("an option");
        _options.Set(_line, name, Take("a value"), _bindings);
        return new SetStep(_line);
    }

    private Step ReadRun()
    {
        bool idle = Skip("idle");
        return new RunStep(_line, idle, ReadTime());
    }

    private Step ReadAfter(string verb)
    {
        TimeExpression time = ReadTime();
        if (verb == "late" || !Skip("in"))
        {
            return new AfterStep(_line, time, null);
        }

        Expression steps = ReadExpression();
        Need("steps");
        return new AfterStep(_line, time, steps);
    }

    private Step ReadEof()
    {
        string word = _bindings.Read(Take("yes, no or once"));
        return word is "yes" or "no" or "once" ? new EofStep(_line, word) : throw Wrong("yes, no or once", $"'{word}'");
    }

    private Step ReadEvent()
    {
        bool absent = Skip("no");
        string name = _bindings.Read(Take("an event"));
        return new EventStep(_line, Words.Find(Words.Events, _line, "an event", name), absent);
    }

    private Step ReadCounter()
    {
        (string name, Comparison comparison) = ReadNamedComparison("a counter");
        return new CounterStep(_line, Words.Find(Words.Counters, _line, "a counter", _bindings.Read(name)), comparison);
    }

    private Step ReadCount()
    {
        (string name, Comparison comparison) = ReadNamedComparison("a state");
        return new CountStep(_line, Words.Find(Words.States, _line, "a state", _bindings.Read(name)), comparison);
    }

    private (string Name, Comparison Comparison) ReadNamedComparison(string what)
    {
        string name = Take(what);
        return (name, ReadComparison());
    }

    private Comparison ReadComparison()
    {
        string sign = Take("=, <= or >=");
        if (sign is not ("=" or "<=" or ">="))
        {
            throw Wrong("=, <= or >=", $"'{sign}'");
        }

        return new Comparison(sign, ReadExpression());
    }

    private List<T> ReadAlternatives<T>(IReadOnlyDictionary<string, T> words, string what)
    {
        var values = new List<T>();
        do
        {
            values.Add(Words.Find(words, _line, what, _bindings.Read(Take(what))));
        }
        while (Skip("|"));
        return values;
    }

    private TcpState ReadState()
    {
        return Words.Find(Words.States, _line, "a state", _bindings.Read(Take("a state")));
    }

    private int ReadFlags()
    {
        return FlagList.Read(_line, Take("flags"), _bindings);
    }

    private Expression ReadExpression()
    {
        return Expression.Read(_line, Take("a number"), _bindings);
    }

    private TimeExpression ReadTime()
    {
        return TimeExpression.Read(_line, Take("a time"), _bindings);
    }

    private CountRange ReadRange(string word)
    {
        int dots = word.IndexOf("..", System.StringComparison.Ordinal);
        string low = dots < 0 ? word : word[..dots];
        string high = dots < 0 ? word : word[(dots + 2)..];
        return new CountRange(Expression.Read(_line, low, _bindings), Expression.Read(_line, high, _bindings));
    }

    private string Take(string what)
    {
        return _next < _words.Count ? _words[_next++] : throw Wrong(what, "the end of the line");
    }

    private bool Skip(string word)
    {
        if (_next < _words.Count && _words[_next] == word)
        {
            _next++;
            return true;
        }

        return false;
    }

    private void Need(string word)
    {
        if (!Skip(word))
        {
            throw Wrong($"'{word}'", _next < _words.Count ? $"'{_words[_next]}'" : "the end of the line");
        }
    }

    private ScriptException Wrong(string expected, string got)
    {
        return new ScriptException(_line, expected, got);
    }
}
