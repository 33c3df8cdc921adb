using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>The status page for people; one at a time is written, for its arrays are shared.</summary>
    internal sealed class StatusPage
    {
        private const int MicrosecondsPerSecond = 1000000;

        private readonly object _lock = new object();
        private readonly BoardApp _app;
        private readonly NetworkKeeper _network;
        private readonly CloseHistory _history;
        private readonly StatusJson _json;
        private readonly int[] _serials = new int[CloseHistory.Capacity];
        private readonly int[] _outcomes = new int[CloseHistory.Capacity];
        private readonly int[] _seconds;
        private readonly uint[] _counters = new uint[(int)EngineCounter.Count];

        internal StatusPage(BoardApp app, NetworkKeeper network, CloseHistory history)
        {
            _app = app;
            _network = network;
            _history = history;
            _json = new StatusJson(app, network, history);
            _seconds = new int[app.Sockets.Slots];
        }

        internal void WriteHtml(AsciiWriter w)
        {
            lock (_lock)
            {
                w.Text(PageStyle.Head);
                WriteUptime(w);
                WriteSlots(w);
                w.Text("<div class=g><section>");
                WriteStates(w);
                WriteTimeWait(w);
                w.Text("</section><section>");
                WriteCloses(w);
                w.Text("</section><section>");
                WriteCounters(w);
                w.Text("</section></div><p><a href=/connections>The same as JSON</a></html>");
            }
        }

        internal void WriteJson(AsciiWriter w)
        {
            lock (_lock)
            {
                _json.Write(w, UptimeSeconds());
            }
        }

        private uint UptimeSeconds()
        {
            return (uint)(_app.Sockets.Clock.NowMicroseconds / MicrosecondsPerSecond);
        }

        private void WriteUptime(AsciiWriter w)
        {
            uint seconds = UptimeSeconds();
            w.Text("<p>up ").Number(seconds / 86400).Text(" d ").Number(seconds / 3600 % 24).Text(" h ");
            w.Number(seconds / 60 % 60).Text(" min");
            if (_network != null)
            {
                w.Text(" &middot; network lost ").Number(_network.Losses).Text(" times");
            }

            w.Text("</p>");
        }

        private void WriteSlots(AsciiWriter w)
        {
            SocketMonitor sockets = _app.Sockets;
            w.Text("<div class=n><p><b>").Number(sockets.FreeSlots).Text("</b>of ").Number(sockets.Slots);
            w.Text(" slots free<p><b>").Number(sockets.OpenSockets).Text("</b>open<p><b>");
            w.Number(sockets.SlotsInTimeWait).Text("</b>in TIME-WAIT</div>");
        }

        private void WriteStates(AsciiWriter w)
        {
            w.Text("<h2>Connections by state</h2><table><tr><th>State<th>Stack");
            w.Text(_app.Sockets.IsObserving ? "<th>Engine" : " (inferred)<th>Engine");
            for (int state = (int)TcpState.Closed + 1; state <= (int)TcpState.TimeWait; state++)
            {
                int stack = _app.Sockets.CountInState((TcpState)state);
                int engine = _app.CountInState((TcpState)state);
                if (stack != 0 || engine != 0)
                {
                    w.Text("<tr><td>").Text(StatusTexts.StateOf(state)).Text("<td>").Number(stack);
                    w.Text("<td>").Number(engine);
                }
            }

            w.Text("</table>");
        }

        private void WriteTimeWait(AsciiWriter w)
        {
            int held = _app.Sockets.CopyTimeWaitSeconds(_seconds);
            w.Text("<h2>TIME-WAIT</h2><p>");
            for (int i = 0; i < held; i++)
            {
                w.Text(i == 0 ? "seconds left: " : ", ").Number(_seconds[i]);
            }

            w.Text(held == 0 ? "none</p>" : "</p>");
        }

        private void WriteCounters(AsciiWriter w)
        {
            _app.CopyCounters(_counters);
            w.Text("<h2>Engine counters</h2><table>");
            bool none = true;
            for (int i = 0; i < _counters.Length; i++)
            {
                if (_counters[i] != 0)
                {
                    none = false;
                    w.Text("<tr><td>").Text(StatusTexts.CounterOf(i)).Text("<td>").Number(_counters[i]);
                }
            }

            w.Text(none ? "</table><p>all 0</p>" : "</table>");
        }

        private void WriteCloses(AsciiWriter w)
        {
            int count = _history.Copy(_serials, _outcomes);
            w.Text("<h2>Last closes</h2><table>");
            for (int i = 0; i < count; i++)
            {
                int grade = StatusTexts.GradeOf(_outcomes[i]);
                w.Text("<tr><td>connection ").Number(_serials[i]).Text("<td class=g").Number(grade).Text(">");
                w.Text(StatusTexts.OutcomeOf(_outcomes[i])).Text(StatusTexts.MarkOf(grade));
            }

            w.Text(count == 0 ? "</table><p>none yet</p>" : "</table>");
        }
    }
}
