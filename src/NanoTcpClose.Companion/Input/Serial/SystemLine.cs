using System;
using System.IO;
using System.IO.Ports;
using System.Threading.Tasks;

namespace NanoTcpClose.Companion.Input.Serial;

/// <summary>
/// A serial port through System.IO.Ports: Windows and macOS. Windows sets DTR and RTS down in one call; elsewhere
/// opening has
/// raised both and they stay up, for letting them down one after the other resets an ESP32. After a hang-up the port
/// keeps saying
/// that it is open and its Dispose may wait for ever: any exception but a timeout ends it and it is disposed of on the
/// side.
/// </summary>
internal sealed class SystemLine : ISerialLine
{
    private const int WriteWaitMs = 1000;
    private readonly SerialPort _port;
    private readonly string _name;

    /// <summary>Opens it. Throws <see cref="PortException"/>.</summary>
    internal SystemLine(string name, int baud)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(name))
        {
            throw new PortException("port " + name + " is not there: `ntc ports` lists those that are");
        }

        bool up = !OperatingSystem.IsWindows();
        _name = name;
        _port = new SerialPort(name, baud)
        {
            WriteTimeout = WriteWaitMs,
            ReadBufferSize = 65536,
            DtrEnable = up,
            RtsEnable = up,
        };
        try
        {
            _port.Open();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException)
        {
            _port.Dispose();
            throw new PortException(
                "port " + name + " cannot be opened (" + problem.Message.TrimEnd('.')
                + "): is it plugged in? end the program that uses it; `ntc ports` lists the ports");
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int waitMs)
    {
        try
        {
            _port.ReadTimeout = waitMs;
            return _port.Read(buffer, 0, buffer.Length) is int got and > 0 ? got : -1;
        }
        catch (TimeoutException)
        {
            return OperatingSystem.IsWindows() || File.Exists(_name) ? 0 : -1;
        }
        catch (Exception problem) when (IsEnd(problem))
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public bool Write(byte[] buffer, int count)
    {
        try
        {
            _port.Write(buffer, 0, count);
            return true;
        }
        catch (Exception problem) when (problem is TimeoutException || IsEnd(problem))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Task.Run(_port.Dispose).Wait(500);
    }

    private static bool IsEnd(Exception problem)
    {
        return problem is IOException or InvalidOperationException or UnauthorizedAccessException
            or OperationCanceledException;
    }
}
