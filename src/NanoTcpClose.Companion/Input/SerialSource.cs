using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Ports;
using System.Linq;
using System.Threading.Tasks;

namespace NanoTcpClose.Companion.Input;

/// <summary>
/// A serial port. DTR and RTS stay down, so that attaching does not reset the board. After a hang-up SerialPort keeps saying that
/// it is open and its Dispose may wait for ever, so any exception but a timeout ends it and it is disposed of on the side.
/// </summary>
public sealed class SerialSource : LineSource
{
    private const int WaitMs = 100;
    private readonly string _name;
    private readonly int _baud;

    /// <summary>Opens that port at that speed.</summary>
    public SerialSource(string name, int baud)
    {
        _name = name;
        _baud = baud;
    }

    /// <summary>Ports of this machine, newest last.</summary>
    public static IReadOnlyList<string> Names()
    {
        IEnumerable<string> names = SerialPort.GetPortNames();
        return OperatingSystem.IsWindows()
            ? [.. names.Order(StringComparer.Ordinal)]
            : [.. names.OrderBy(n => File.GetCreationTimeUtc(n)).ThenBy(n => n, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    protected override IDisposable Open()
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(_name))
        {
            throw new PortException("port " + _name + " is not there: `ntc ports` lists those that are");
        }

        SerialPort port = new(_name, _baud) { ReadTimeout = WaitMs, WriteTimeout = WaitMs, ReadBufferSize = 65536 };
        try
        {
            port.Open();
            return port;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException)
        {
            port.Dispose();
            throw new PortException(
                "port " + _name + " cannot be opened (" + problem.Message.TrimEnd('.')
                + "): close the program that uses it, or get permission (Linux: group dialout)");
        }
    }

    /// <inheritdoc/>
    protected override int Read(IDisposable line, byte[] buffer)
    {
        try
        {
            return ((SerialPort)line).Read(buffer, 0, buffer.Length) is int got and > 0 ? got : -1;
        }
        catch (TimeoutException)
        {
            return OperatingSystem.IsWindows() || File.Exists(_name) ? 0 : -1;
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException
            or UnauthorizedAccessException or OperationCanceledException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    protected override void Release(IDisposable line)
    {
        Task.Run(line.Dispose).Wait(500);
    }
}
