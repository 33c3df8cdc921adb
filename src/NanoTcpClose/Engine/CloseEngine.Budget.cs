// Invariant: every answer that a stranger can provoke is paid for: from the budget of its connection and from that of the
// engine (RFC 5961 7). TIME-WAIT entries have no room for a stamp, so a few records stand beside the table for those
// answered lately.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const int NoBudget = 254;
        private const int AnswerRecords = 8;
        private const uint SynMemoryTicks = 10 * TicksPerSecond;

        private readonly ushort[] _answerRow = new ushort[AnswerRecords];
        private readonly uint[] _answerAt = new uint[AnswerRecords];
        private readonly uint[] _answerSynAt = new uint[AnswerRecords];
        private readonly byte[] _answerCount = new byte[AnswerRecords];
        private readonly byte[] _answerMarks = new byte[AnswerRecords];

        private const int MarkSyn = 1;
        private const int MarkHeld = 2;

        private const int ChallengesSpent = 0;
        private const int ResetsSpent = 1;

        private readonly uint[] _spentAt = new uint[2];
        private readonly int[] _spent = new int[2];

        /// <summary>RFC 5961: a challenge ACK, if the budgets allow.</summary>
        private void Challenge(int row)
        {
            if (row >= _connections)
            {
                if (SpendAnswer(row, false))
                {
                    Count(EngineCounter.ChallengeAcks);
                    SendTimeWaitAck(row);
                }
            }
            else if (SpendChallenge(row))
            {
                Count(EngineCounter.ChallengeAcks);
                SendAck(row);
            }
        }

        private bool SpendChallenge(int row)
        {
            int spent = _challenges[row];
            if (spent != 0 && _tick - _challengeAt[row] >= Ticks(_policy.ChallengePeriodMs))
            {
                spent = 0;
            }

            if (spent == 0)
            {
                _challengeAt[row] = _tick;
            }

            bool granted = Grant(ref spent, HandleOf(row));
            _challenges[row] = (byte)spent;
            return granted;
        }

        /// <summary>One more answer of a period: granted, or held back (told once a period) when either budget is spent.</summary>
        private bool Grant(ref int spent, int handle)
        {
            if ((_in.Flags & TcpFlags.Rst) == 0)
            {
                // Nobody's port would answer with a RST. It is spent here too, or what is left would tell who is connected.
                Spend(ResetsSpent, _policy.ResetBudget);
            }

            if (spent < _policy.ChallengeBudget)
            {
                if (Spend(ChallengesSpent, _policy.ChallengeTotal))
                {
                    // The count stops short of 254, so a budget of 254 is never spent.
                    spent += spent < NoBudget - 1 ? 1 : 0;
                    return true;
                }

                // The total of this second is spent, not this connection's own: told once a second.
                if (_spent[ChallengesSpent] == _policy.ChallengeTotal)
                {
                    _spent[ChallengesSpent]++;
                    Tell(handle, CloseEvent.ChallengeLimited, 0);
                }
            }
            else if (spent == _policy.ChallengeBudget)
            {
                spent++;
                Tell(handle, CloseEvent.ChallengeLimited, 0);
            }

            Count(EngineCounter.ChallengeLimited);
            return false;
        }

        /// <summary>One more of a kind in this second, if the limit allows.</summary>
        private bool Spend(int kind, int limit)
        {
            if (_tick - _spentAt[kind] >= TicksPerSecond || _spent[kind] == 0)
            {
                _spentAt[kind] = _tick;
                _spent[kind] = 0;
            }

            if (_spent[kind] >= limit)
            {
                return false;
            }

            _spent[kind]++;
            return true;
        }

        /// <summary>The same for a TIME-WAIT entry; with no record free the answer is held back.</summary>
        private bool SpendAnswer(int entry, bool toSyn)
        {
            int a = AnswerOf(entry);
            int spent = a < 0 ? _policy.ChallengeBudget : _answerCount[a];
            bool granted = Grant(ref spent, HandleOf(entry));
            if (a >= 0)
            {
                _answerCount[a] = (byte)spent;
                if (granted && toSyn)
                {
                    _answerSynAt[a] = _tick;
                    _answerMarks[a] |= MarkSyn;
                }
            }

            return granted;
        }

        /// <summary>The record of an entry, renewed when its period is over; a new one from the free or the outlived; -1: none.</summary>
        private int AnswerOf(int entry)
        {
            int free = -1;
            for (int a = 0; a < AnswerRecords; a++)
            {
                bool over = _tick - _answerAt[a] >= Ticks(_policy.ChallengePeriodMs);
                if (_answerRow[a] == entry)
                {
                    if (over)
                    {
                        _answerAt[a] = _tick;
                        _answerCount[a] = 0;
                    }

                    return a;
                }

                if (_answerRow[a] == 0 || (over && _answerMarks[a] == 0 && free < 0))
                {
                    free = a;
                }
                else if (over && free < 0
                    && _tick - _answerSynAt[a] >= SynMemoryTicks && (_answerMarks[a] & MarkHeld) == 0)
                {
                    free = a;
                }
            }

            if (free >= 0)
            {
                _answerRow[free] = (ushort)entry;
                _answerAt[free] = _tick;
                _answerCount[free] = 0;
                _answerMarks[free] = 0;
            }

            return free;
        }

        private bool WasChallengedBySyn(int entry)
        {
            for (int a = 0; a < AnswerRecords; a++)
            {
                if (_answerRow[a] == entry && (_answerMarks[a] & MarkSyn) != 0)
                {
                    return _tick - _answerSynAt[a] <= SynMemoryTicks;
                }
            }

            return false;
        }

        /// <summary>The link refused an ACK of this entry: it goes out at the next step of time.</summary>
        private void HoldAnswer(int entry)
        {
            int a = AnswerOf(entry);
            if (a >= 0)
            {
                _answerMarks[a] |= MarkHeld;
            }
        }

        private void SendHeldAnswers()
        {
            for (int a = 0; a < AnswerRecords; a++)
            {
                if (_answerRow[a] != 0 && (_answerMarks[a] & MarkHeld) != 0)
                {
                    _answerMarks[a] = (byte)(_answerMarks[a] & ~MarkHeld);
                    SendTimeWaitAck(_answerRow[a]);
                }
            }
        }

        private void ForgetAnswers(int entry)
        {
            for (int a = 0; a < AnswerRecords; a++)
            {
                if (_answerRow[a] == entry)
                {
                    _answerRow[a] = 0;
                }
            }
        }
    }
}
