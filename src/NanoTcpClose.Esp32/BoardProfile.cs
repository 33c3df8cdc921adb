namespace NanoTcpClose.Esp32
{
    /// <summary>What the application needs to know about the board it runs on; made from the board files.</summary>
    internal sealed class BoardProfile
    {
        internal BoardProfile(string id, string logPort, int logTx, int logRx, int logBaud, int maxSockets, int led)
        {
            Id = id;
            LogPort = logPort;
            LogTx = logTx;
            LogRx = logRx;
            LogBaud = logBaud;
            MaxSockets = maxSockets;
            Led = led;
        }

        /// <summary>Id of the board file.</summary>
        internal string Id { get; }

        /// <summary>UART of the trace: COM1, COM2 or COM3.</summary>
        internal string LogPort { get; }

        /// <summary>GPIO that sends the trace.</summary>
        internal int LogTx { get; }

        /// <summary>GPIO that would receive.</summary>
        internal int LogRx { get; }

        /// <summary>Speed of the trace in bits per second.</summary>
        internal int LogBaud { get; }

        /// <summary>Sockets of the stack.</summary>
        internal int MaxSockets { get; }

        /// <summary>GPIO of a plain LED; -1 for none.</summary>
        internal int Led { get; }
    }
}
