// Invariant: names and defaults are those of the table in FORMAT; what the engine measures in milliseconds is
// rounded up.

using System;

namespace NanoTcpClose.Conformance.Script;

/// <summary>The options that a case sets.</summary>
internal sealed class CaseOptions
{
    private const int OneDayMs = 86_400_000;
    private const int MostRows = 65534;

    private Bindings _bindings = Bindings.None;

    public CloseEngineOptions Engine { get; } = new() { FixedIsn = true };

    public long ClockMicroseconds { get; private set; } = 1_000_000;

    public int SendFails { get; private set; }

    /// <summary>The initial RTO as the symbol RTO means it, in milliseconds.</summary>
    public int RtoMs => Math.Min(Engine.RtoInitialMs, Engine.RtoMaxMs);

    /// <summary>Sets one option; loop symbols may stand in its value.</summary>
    public void Set(int line, string name, string text, Bindings bindings)
    {
        string value = bindings.Read(text);
        _bindings = bindings;

        if (!SetTime(line, name, value) && !SetSwitch(line, name, value) && !SetNumber(line, name, value))
        {
            throw new ScriptException(line, "an option of the table in FORMAT", $"'{name}'");
        }
    }

    private bool SetTime(int line, string name, string value)
    {
        switch (name)
        {
            case "msl":
                Engine.MslMs = Milliseconds(line, value);
                return true;
            case "fin_wait_2_timeout":
                Engine.FinWait2TimeoutMs = Milliseconds(line, value);
                return true;
            case "r2":
                Engine.R2Ms = Milliseconds(line, value);
                return true;
            case "rto_initial":
                Engine.RtoInitialMs = Milliseconds(line, value);
                return true;
            case "rto_min":
                Engine.RtoMinMs = Milliseconds(line, value);
                return true;
            case "rto_max":
                Engine.RtoMaxMs = Milliseconds(line, value);
                return true;
            case "challenge_period":
                Engine.ChallengePeriodMs = Milliseconds(line, value);
                return true;
            case "user_timeout":
                Engine.UserTimeoutMs = value is "off" or "inf" ? 0 : Milliseconds(line, value);
                return true;
            case "close_wait_alarm":
                Engine.CloseWaitAlarmMs = value is "off" or "inf" ? 0 : Milliseconds(line, value);
                return true;
            case "linger":
                Engine.LingerMs = value is "off" or "inf" ? -1 : value == "0s" ? 0 : LingerMilliseconds(line, value);
                return true;
            case "clock":
                ClockMicroseconds = TimeExpression.Read(line, value, _bindings).Microseconds(null);
                return true;
            default:
                return false;
        }
    }

    private bool SetSwitch(int line, string name, string value)
    {
        switch (name)
        {
            case "rfc1337":
                Engine.Rfc1337 = Choose(line, value, "off", "on");
                return true;
            case "rst_after_challenge":
                Engine.RstAfterChallenge = Choose(line, value, "off", "on");
                return true;
            case "syn_reuse":
                Engine.SynReuse = Choose(line, value, "off", "on");
                return true;
            case "zero_window_fin":
                Engine.ZeroWindowFinStrict = Choose(line, value, "accept", "strict");
                return true;
            case "shutdown_read":
                Engine.ShutdownReadReset = Choose(line, value, "ack", "rst");
                return true;
            case "unread_at_close":
                Engine.DrainUnreadAtClose = Choose(line, value, "rst", "drain");
                return true;
            case "evict_closing":
                Engine.EvictClosing = Choose(line, value, "off", "on");
                return true;
            case "time_wait_full":
                Engine.SkipTimeWaitWhenFull = Choose(line, value, "evict", "skip");
                return true;
            default:
                return false;
        }
    }

    private bool SetNumber(int line, string name, string value)
    {
        switch (name)
        {
            case "challenge_budget":
                Engine.ChallengeBudget = Number(line, value, 254);
                return true;
            case "challenge_total":
                Engine.ChallengeTotal = Number(line, value, int.MaxValue);
                return true;
            case "reset_budget":
                Engine.ResetBudget = Number(line, value, int.MaxValue);
                return true;
            case "connections":
                Engine.Connections = Number(line, value, 32767);
                return true;
            case "time_wait_entries":
                Engine.TimeWaitEntries = Number(line, value, MostRows);
                return true;
            case "isn":
                Engine.Isn = Expression.Read(line, value, _bindings).Sequence(null);
                return true;
            case "send_fails":
                SendFails = Number(line, value, int.MaxValue);
                return true;
            default:
                return false;
        }
    }

    private int Milliseconds(int line, string value)
    {
        long microseconds = TimeExpression.Read(line, value, _bindings).Microseconds(null);
        return (int)Math.Clamp((microseconds / 1000) + (microseconds % 1000 == 0 ? 0 : 1), 1, OneDayMs);
    }

    private int LingerMilliseconds(int line, string value)
    {
        long microseconds = TimeExpression.Read(line, value, _bindings).Microseconds(null);
        return microseconds == 0 ? 0 : Milliseconds(line, value);
    }

    private int Number(int line, string value, int most)
    {
        return (int)Math.Clamp(Expression.Read(line, value, _bindings).Number(null), 0, most);
    }

    private static bool Choose(int line, string value, string no, string yes)
    {
        return value == yes || (value == no ? false : throw new ScriptException(line, $"'{no}' or '{yes}'",
            $"'{value}'"));
    }
}
