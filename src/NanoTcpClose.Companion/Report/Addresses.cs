using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Report;

/// <summary>
/// How addresses and device ids are shown. Masked, each becomes a letter that stays the same throughout, so that a
/// report can be
/// shared: who talked to whom can still be followed, but not where it was. Ports stay.
/// </summary>
public sealed class Addresses
{
    private readonly bool _masked;
    private readonly Dictionary<uint, string> _letters = [];

    private Addresses(bool masked)
    {
        _masked = masked;
    }

    /// <summary>As they are.</summary>
    public static Addresses Plain()
    {
        return new Addresses(false);
    }

    /// <summary>As letters.</summary>
    public static Addresses Masked()
    {
        return new Addresses(true);
    }

    /// <summary>Address and port of the board's side; "?" when they were not seen.</summary>
    public string Local(ConnectionModel connection)
    {
        return connection.Opening is LogEvent open && _masked
            ? Letter(open.LocalAddress, open.LocalPort)
            : connection.Local;
    }

    /// <summary>Address and port of the peer.</summary>
    public string Remote(ConnectionModel connection)
    {
        return connection.Opening is LogEvent open && _masked
            ? Letter(open.RemoteAddress, open.RemotePort)
            : connection.Remote;
    }

    /// <summary>The device id, usually a MAC address: masked, its maker's half is kept.</summary>
    public string Board(BoardIdentity? identity)
    {
        string id = identity?.DeviceId ?? "?";
        return _masked && id.Length == 12 ? id[..6] + "xxxxxx" : id;
    }

    /// <summary>A file name; masked, it is left out.</summary>
    public string File(string name)
    {
        return _masked ? "a capture" : name;
    }

    private string Letter(uint address, int port)
    {
        if (!_letters.TryGetValue(address, out string? letter))
        {
            letter = "host-" + Name(_letters.Count);
            _letters.Add(address, letter);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{letter}:{port}");
    }

    // A to Z, AA, AB and so on.
    private static string Name(int index)
    {
        string name = ((char)('A' + (index % 26))).ToString();
        return index < 26 ? name : Name((index / 26) - 1) + name;
    }
}
