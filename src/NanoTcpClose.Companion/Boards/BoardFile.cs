using System.Collections.Generic;

namespace NanoTcpClose.Companion.Boards;

/// <summary>What the commands need of a board's file.</summary>
public sealed record BoardFile
{
    /// <summary>The file name without .json.</summary>
    public required string Id { get; init; }

    /// <summary>Its maker's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>nanoff --target; "none" for the virtual board.</summary>
    public required string Target { get; init; }

    /// <summary>Oldest firmware that the application runs on.</summary>
    public required string MinimumFirmware { get; init; }

    /// <summary>Where the application goes; nanoff's own idea of it is wrong for the classic ESP32.</summary>
    public required string DeployAddress { get; init; }

    /// <summary>Bytes that the application may have.</summary>
    public required int DeployBytes { get; init; }

    /// <summary>Speed that flashing uses; 0 when there is nothing to flash.</summary>
    public required int FlashBaud { get; init; }

    /// <summary>uart, usb or none: how Wire Protocol reaches the board.</summary>
    public required string Transport { get; init; }

    /// <summary>The board's own name of the UART of the trace.</summary>
    public required string LogPort { get; init; }

    /// <summary>GPIO that sends the trace; -1 when there is none.</summary>
    public required int LogTx { get; init; }

    /// <summary>Speed of the trace.</summary>
    public required int LogBaud { get; init; }

    /// <summary>USB vendor and product, as 10c4:ea60.</summary>
    public required IReadOnlyList<string> Usb { get; init; }

    /// <summary>"none" until somebody saw it run on such a board.</summary>
    public required string Verified { get; init; }
}
