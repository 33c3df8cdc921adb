// Invariant: the options as the engine uses them, times in ticks, set once in the constructor.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private uint _finWait2Ticks;
        private uint _r2Ticks;
        private uint _rtoInitial;
        private uint _rtoMin;
        private uint _rtoMax;
        private uint _userTimeout;
        private uint _closeWaitAlarm;
        private uint _lingerTicks;
        private uint _challengePeriod;
        private int _lingerMs;
        private int _challengeBudget;
        private int _challengeTotal;
        private int _resetBudget;
        private bool _rfc1337;
        private bool _rstAfterChallenge;
        private bool _synReuse;
        private bool _zeroWindowFinStrict;
        private bool _shutdownReadReset;
        private bool _drainUnread;
        private bool _evictClosing;
        private bool _skipWhenFull;
        private bool _fixedIsn;
        private uint _isn;
        private uint _secret0;
        private uint _secret1;

        private void CopyPolicies(CloseEngineOptions o)
        {
            _finWait2Ticks = Ticks(o.FinWait2TimeoutMs);
            _r2Ticks = Ticks(o.R2Ms);
            _rtoInitial = Ticks(o.RtoInitialMs);
            _rtoMin = Ticks(o.RtoMinMs);
            _rtoMax = Ticks(o.RtoMaxMs);
            _userTimeout = Ticks(o.UserTimeoutMs);
            _closeWaitAlarm = Ticks(o.CloseWaitAlarmMs);
            _lingerMs = o.LingerMs;
            _lingerTicks = o.LingerMs < 0 ? 0 : Ticks(o.LingerMs);
            _challengePeriod = Ticks(o.ChallengePeriodMs);
            _challengeBudget = o.ChallengeBudget;
            _challengeTotal = o.ChallengeTotal;
            _resetBudget = o.ResetBudget;
            _rfc1337 = o.Rfc1337;
            _rstAfterChallenge = o.RstAfterChallenge;
            _synReuse = o.SynReuse;
            _zeroWindowFinStrict = o.ZeroWindowFinStrict;
            _shutdownReadReset = o.ShutdownReadReset;
            _drainUnread = o.DrainUnreadAtClose;
            _evictClosing = o.EvictClosing;
            _skipWhenFull = o.SkipTimeWaitWhenFull;
            _fixedIsn = o.FixedIsn;
            _isn = o.Isn;
            _secret0 = o.Secret0;
            _secret1 = o.Secret1;
            _listenPorts = new ushort[o.Listeners];
        }
    }
}
