using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Writes what the board knows about its connections, for people and for programs.</summary>
    internal sealed class StatusPage
    {
        private const string Head =
            "<!doctype html><html lang=en><meta charset=utf-8>"
            + "<meta name=viewport content='width=device-width,initial-scale=1'><title>NanoTcpClose</title>"
            + "<style>body{font:16px/1.4 sans-serif;margin:1em auto;max-width:40em;padding:0 1em}"
            + "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.2em;text-align:left}"
            + "td+td,th+th{text-align:right}</style><h1>NanoTcpClose</h1>";

        private readonly object _lock = new object();
        private readonly BoardApp _app;
        private readonly CloseHistory _history;
        private readonly int[] _serials = new int[CloseHistory.Capacity];
        private readonly int[] _outcomes = new int[CloseHistory.Capacity];
        private readonly int[] _seconds;
        private readonly uint[] _counters = new uint[(int)EngineCounter.Count];

        internal StatusPage(BoardApp app, CloseHistory history)
        {
            _app = app;
            _history = history;
            _seconds = new int[app.Sockets.Slots];
        }

        internal void WriteHtml(AsciiWriter w)
        {
            lock (_lock)
            {
                w.Text(Head);
                WriteSlots(w);
                WriteStates(w);
                WriteTimeWait(w);
                WriteCounters(w);
                WriteCloses(w);
                w.Text("<p><a href=/connections>JSON</a></html>");
            }
        }

        internal void WriteJson(AsciiWriter w)
        {
            lock (_lock)
            {
                SocketMonitor sockets = _app.Sockets;
                w.Text("{\"slots\":").Number(sockets.Slots).Text(",\"free\":").Number(sockets.FreeSlots);
                w.Text(",\"open\":").Number(sockets.OpenSockets);
                w.Text(",\"nextFreeMs\":").Number(sockets.NextSlotFreeMs);
                w.Text(",\"timeWaitSeconds\":[");
                int held = sockets.CopyTimeWaitSeconds(_seconds);
                for (int i = 0; i < held; i++)
                {
                    w.Text(i == 0 ? string.Empty : ",").Number(_seconds[i]);
                }

                w.Text("],\"states\":{");
                for (int state = (int)TcpState.Closed + 1; state <= (int)TcpState.TimeWait; state++)
                {
                    w.Text(state == (int)TcpState.Listen ? "\"" : ",\"").Text(StatusTexts.StateOf(state));
                    w.Text("\":{\"stack\":").Number(sockets.CountInState((TcpState)state));
                    w.Text(",\"engine\":").Number(_app.CountInState((TcpState)state)).Text("}");
                }

                w.Text("},");
                WriteJsonRest(w);
            }
        }

        private void WriteJsonRest(AsciiWriter w)
        {
            _app.CopyCounters(_counters);
            w.Text("\"counters\":{");
            for (int i = 0; i < _counters.Length; i++)
            {
                w.Text(i == 0 ? "\"" : ",\"").Text(StatusTexts.CounterOf(i)).Text("\":").Number(_counters[i]);
            }

            w.Text("},\"closes\":[");
            int count = _history.Copy(_serials, _outcomes);
            for (int i = 0; i < count; i++)
            {
                w.Text(i == 0 ? "{\"connection\":" : ",{\"connection\":").Number(_serials[i]);
                w.Text(",\"outcome\":\"").Text(StatusTexts.OutcomeOf(_outcomes[i])).Text("\"}");
            }

            w.Text("]}");
        }

        private void WriteSlots(AsciiWriter w)
        {
            SocketMonitor sockets = _app.Sockets;
            w.Text("<p>").Number(sockets.FreeSlots).Text(" of ").Number(sockets.Slots);
            w.Text(" connection slots free, ").Number(sockets.OpenSockets).Text(" open.</p>");
        }

        private void WriteStates(AsciiWriter w)
        {
            w.Text("<table><tr><th>State<th>Stack (inferred)<th>Engine");
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
            w.Text("<h2>TIME-WAIT</h2><p>").Number(held).Text(" held");
            for (int i = 0; i < held; i++)
            {
                w.Text(i == 0 ? "; seconds left: " : ", ").Number(_seconds[i]);
            }

            w.Text("</p>");
        }

        private void WriteCounters(AsciiWriter w)
        {
            _app.CopyCounters(_counters);
            w.Text("<h2>Engine counters</h2><table>");
            for (int i = 0; i < _counters.Length; i++)
            {
                if (_counters[i] != 0)
                {
                    w.Text("<tr><td>").Text(StatusTexts.CounterOf(i)).Text("<td>").Number(_counters[i]);
                }
            }

            w.Text("</table>");
        }

        private void WriteCloses(AsciiWriter w)
        {
            int count = _history.Copy(_serials, _outcomes);
            w.Text("<h2>Last closes</h2><table>");
            for (int i = 0; i < count; i++)
            {
                w.Text("<tr><td>connection ").Number(_serials[i]);
                w.Text("<td>").Text(StatusTexts.OutcomeOf(_outcomes[i]));
            }

            w.Text("</table>");
        }
    }
}
