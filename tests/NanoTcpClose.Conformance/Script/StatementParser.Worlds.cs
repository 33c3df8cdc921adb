using System.Collections.Generic;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Script;

internal sealed partial class StatementParser
{
    private Step ReadGiven()
    {
        var step = new GivenStep(_line, ReadState());
        var seen = new HashSet<string>();
        while (_next < _words.Count)
        {
            if (Skip("as"))
            {
                step.Name = _bindings.Read(Take("a name"));
                if (!Words.IsName(step.Name))
                {
                    throw Wrong("the name of a connection", $"'{step.Name}'");
                }

                break;
            }

            (string key, string value) = ReadKey(seen);
            ReadGivenKey(step, key, value);
        }

        return step;
    }

    private void ReadGivenKey(GivenStep step, string key, string value)
    {
        string word = _bindings.Read(value);
        switch (key)
        {
            case "n" or "r" or "w" or "peerwnd" or "mss" or "unacked" or "unsent" or "unread" or "tsrecent" or "tsnow":
                step.Numbers[key] = Expression.Read(_line, value, _bindings);
                break;
            case "oofin":
                if (word != "none")
                {
                    step.Numbers[key] = Expression.Read(_line, value, _bindings);
                }

                break;
            case "closed":
                step.HalfClosed = Choose(key, word, "full", "half");
                break;
            case "fin":
                step.FinQueued = Choose(key, word, "sent", "queued");
                break;
            case "listener":
                step.Listener = Choose(key, word, "no", "yes");
                break;
            case "ts":
                step.Timestamps = Choose(key, word, "off", "on");
                break;
            case "srtt":
                step.Srtt = word == "none" ? null : TimeExpression.Read(_line, value, _bindings);
                break;
            case "age":
                step.Age = TimeExpression.Read(_line, value, _bindings);
                break;
            default:
                throw Wrong("a key of 'given'", $"'{key}='");
        }
    }

    private bool Choose(string key, string word, string no, string yes)
    {
        return word == yes || (word == no ? false : throw Wrong($"{key}={no} or {key}={yes}", $"'{key}={word}'"));
    }

    private Step ReadPair()
    {
        var step = new PairStep(_line);
        var seen = new HashSet<string>();
        while (_next < _words.Count)
        {
            (string key, string value) = ReadKey(seen);
            switch (key)
            {
                case "isn_a":
                    step.IsnA = Expression.Read(_line, value, _bindings);
                    break;
                case "isn_b":
                    step.IsnB = Expression.Read(_line, value, _bindings);
                    break;
                case "delay":
                    step.Delay = TimeExpression.Read(_line, value, _bindings);
                    break;
                default:
                    throw Wrong("isn_a= isn_b= or delay=", $"'{key}='");
            }
        }

        return step;
    }

    private Step ReadNet()
    {
        string verb = _bindings.Read(Take("drop, dup, delay, random, cut or heal"));
        var step = new NetStep(_line, verb);
        switch (verb)
        {
            case "drop":
            case "dup":
                step.Index = ReadExpression();
                step.From = ReadSide();
                break;
            case "delay":
                step.Index = ReadExpression();
                step.From = ReadSide();
                step.Extra = ReadTime();
                break;
            case "cut":
            case "heal":
                step.From = ReadSide();
                break;
            case "random":
                ReadRandom(step);
                break;
            default:
                throw Wrong("drop, dup, delay, random, cut or heal", $"'{verb}'");
        }

        return step;
    }

    private void ReadRandom(NetStep step)
    {
        var seen = new HashSet<string>();
        while (_next < _words.Count)
        {
            (string key, string value) = ReadKey(seen);
            Expression number = Expression.Read(_line, value, _bindings);
            switch (key)
            {
                case "loss":
                    step.Loss = number;
                    break;
                case "dup":
                    step.Dup = number;
                    break;
                case "reorder":
                    step.Reorder = number;
                    break;
                case "seed":
                    step.Seed = number;
                    break;
                default:
                    throw Wrong("loss= dup= reorder= or seed=", $"'{key}='");
            }
        }
    }

    private string ReadSide()
    {
        string side = _bindings.Read(Take("a or b"));
        return side is "a" or "b" ? side : throw Wrong("a or b", $"'{side}'");
    }
}
