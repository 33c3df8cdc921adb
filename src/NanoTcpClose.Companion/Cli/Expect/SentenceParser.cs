using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>Reads a sentence of `ntc test`.</summary>
internal sealed class SentenceParser
{
    private readonly string _text;
    private readonly string[] _words;
    private int _next;

    private SentenceParser(string text)
    {
        _text = text;
        _words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Throws <see cref="UsageException"/> with the word that is not understood.</summary>
    internal static Sentence Parse(string text)
    {
        SentenceParser parser = new(text);
        Func<BoardLog, Answer> judge = parser.Whole();
        return parser._next == parser._words.Length ? new Sentence(text, judge) : throw parser.Wrong();
    }

    private Func<BoardLog, Answer> Whole()
    {
        if (Skip("no"))
        {
            return No();
        }

        if (Skip("time"))
        {
            Need("in");
            TcpState state = State();
            Need("below");
            return Checks.TimeIn(state, Time());
        }

        if (Skip("exactly"))
        {
            return Count(0);
        }

        if (Skip("at"))
        {
            return Skip("least") ? Count(1) : Skip("most") ? Count(-1) : throw Wrong();
        }

        Skip("every");
        return Closes();
    }

    private Func<BoardLog, Answer> Count(int sign)
    {
        if (!int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw Wrong();
        }

        _next++;
        CloseGroup group = Group();
        return Skip("closes") || Skip("close") ? Checks.Count(group, number, sign) : throw Wrong();
    }

    private Func<BoardLog, Answer> No()
    {
        if (Skip("fault") || Skip("faults"))
        {
            return Checks.NoFault();
        }

        if (Skip("lost"))
        {
            Need("records");
            return Checks.NoLoss();
        }

        if (Skip("fin"))
        {
            Need("retransmission");
            return Checks.NoRule("fin-retransmitted");
        }

        ILinter? rule = Linters.All.FirstOrDefault(l => l.Name.Equals(Word(), StringComparison.OrdinalIgnoreCase));
        if (rule is not null)
        {
            _next++;
            return Checks.NoRule(rule.Name);
        }

        CloseGroup group = Group();
        return Skip("close") || Skip("closes") ? Checks.Count(group, 0, 0) : throw Wrong();
    }

    private Func<BoardLog, Answer> Closes()
    {
        CloseGroup group = Group();
        if (!Skip("close") && !Skip("closes"))
        {
            throw Wrong();
        }

        if (Skip("is") || Skip("are"))
        {
            Need("clean");
            return Checks.Clean(group);
        }

        if (Skip("reaches") || Skip("reach"))
        {
            TcpState state = State();
            Need("within");
            return Checks.Reaches(group, state, Time());
        }

        if (!Skip("ends") && !Skip("end"))
        {
            throw Wrong();
        }

        Need("within");
        return Checks.Ends(group, Time());
    }

    private CloseGroup Group()
    {
        CloseGroup? group = CloseGroup.Find(Word());
        _next += group is null ? 0 : 1;
        return group ?? CloseGroup.Any;
    }

    private TcpState State()
    {
        foreach (TcpState state in Enum.GetValues<TcpState>())
        {
            if (Names.State(state).Equals(Word(), StringComparison.OrdinalIgnoreCase))
            {
                _next++;
                return state;
            }
        }

        throw Wrong();
    }

    private Limit Time()
    {
        Limit limit = Limit.Parse(Word()) ?? throw Wrong();
        _next++;
        return limit;
    }

    private string Word()
    {
        return _next < _words.Length ? _words[_next] : "";
    }

    private bool Skip(string word)
    {
        bool there = Word().Equals(word, StringComparison.OrdinalIgnoreCase);
        _next += there ? 1 : 0;
        return there;
    }

    private void Need(string word)
    {
        if (!Skip(word))
        {
            throw Wrong();
        }
    }

    private UsageException Wrong()
    {
        string place = _next < _words.Length ? "'" + _words[_next] + "' is not understood in"
            : "something is missing at the end of";
        return new UsageException(place + " \"" + _text + "\"; a sentence is one of\n"
            + string.Join('\n', Sentence.Forms.Select(f => "    " + f)));
    }
}
