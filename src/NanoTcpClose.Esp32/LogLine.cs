// Invariant: after a failed write the port is closed and opened again later; a line that nobody listens to never stops the
// application.

using System;
using System.IO.Ports;
using System.Text;
using nanoFramework.Hardware.Esp32;

namespace NanoTcpClose.Esp32
{
    /// <summary>The log line: the UART of the board file, or the console with the text skin when that does not open.</summary>
    internal sealed class LogLine
    {
        private const int WriteTimeoutMs = 200;
        private const int WriteBufferBytes = 2048;

        private readonly SerialPort _port;
        private bool _open;

        internal LogLine(BoardProfile profile)
        {
            try
            {
                SetPins(profile);
                _port = new SerialPort(profile.LogPort, profile.LogBaud, Parity.None, 8, StopBits.One);
                _port.WriteBufferSize = WriteBufferBytes;
                _port.WriteTimeout = WriteTimeoutMs;
                _port.Open();
                _open = true;
            }
            catch (Exception)
            {
                // The UART is taken by Wire Protocol or absent: the console carries the text skin instead.
                _port = null;
            }
        }

        /// <summary>True when the console is used, so that the trace must be text.</summary>
        internal bool IsConsole
        {
            get { return _port == null; }
        }

        internal bool Write(byte[] buffer, int count)
        {
            try
            {
                if (_port == null)
                {
                    Console.Write(Encoding.UTF8.GetString(buffer, 0, count));
                    return true;
                }

                if (!_open)
                {
                    _port.Open();
                    _open = true;
                }

                _port.Write(buffer, 0, count);
                return true;
            }
            catch (Exception)
            {
                Close();
                return false;
            }
        }

        private static void SetPins(BoardProfile profile)
        {
            DeviceFunction tx = DeviceFunction.COM2_TX;
            DeviceFunction rx = DeviceFunction.COM2_RX;
            switch (profile.LogPort)
            {
                case "COM1":
                    tx = DeviceFunction.COM1_TX;
                    rx = DeviceFunction.COM1_RX;
                    break;
                case "COM3":
                    tx = DeviceFunction.COM3_TX;
                    rx = DeviceFunction.COM3_RX;
                    break;
                default:
                    break;
            }

            Configuration.SetPinFunction(profile.LogTx, tx);
            Configuration.SetPinFunction(profile.LogRx, rx);
        }

        private void Close()
        {
            if (!_open)
            {
                return;
            }

            _open = false;
            try
            {
                _port.Close();
            }
            catch (Exception)
            {
                // A port that cannot even be closed is opened anew at the next write, or fails there again.
            }
        }
    }
}
