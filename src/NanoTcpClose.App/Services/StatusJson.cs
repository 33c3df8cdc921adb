using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>What the status page shows, for programs. The page's lock guards it.</summary>
    internal sealed class StatusJson
    {
        private readonly BoardApp _app;
        private readonly NetworkKeeper _network;
        private readonly CloseHistory _history;
        private readonly int[] _serials = new int[CloseHistory.Capacity];
        private readonly int[] _outcomes = new int[CloseHistory.Capacity];
        private readonly int[] _seconds;
        private readonly uint[] _counters = new uint[(int)EngineCounter.Count];

        internal StatusJson(BoardApp app, NetworkKeeper network, CloseHistory history)
        {
            _app = app;
            _network = network;
            _history = history;
            _seconds = new int[app.Sockets.Slots];
        }

        internal void Write(AsciiWriter w, uint uptimeSeconds)
        {
            SocketMonitor sockets = _app.Sockets;
            w.Text("{\"uptimeSeconds\":").Number(uptimeSeconds);
            w.Text(",\"networkLosses\":").Number(_network == null ? 0 : _network.Losses);
            w.Text(",\"observed\":").Text(sockets.IsObserving ? "true" : "false");
            w.Text(",\"slots\":").Number(sockets.Slots).Text(",\"free\":").Number(sockets.FreeSlots);
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
            WriteRest(w);
        }

        private void WriteRest(AsciiWriter w)
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
    }
}
