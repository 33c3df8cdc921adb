using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>An address: 192.168.1.9, 192.168.1.9:443, :443 or 192.168.1.0/24.</summary>
internal sealed class AddressField(string name, Func<FilterSubject, IEnumerable<(uint Address, int Port)>> get)
    : IFilterField
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Sample => "192.168.1.9:443";

    /// <inheritdoc/>
    public IReadOnlyList<string> Signs { get; } = ["==", "!="];

    /// <inheritdoc/>
    public Func<FilterSubject, bool>? Make(string sign, string value, out string problem)
    {
        problem = "'" + value + "' is no address: write 192.168.1.9, 192.168.1.9:443, :443 or 192.168.1.0/24";
        string[] port = value.Split(':');
        string[] net = port[0].Split('/');
        int bits = 32;
        int number = 0;
        uint address = 0;
        bool good = port.Length <= 2 && net.Length <= 2 && value.Length > 0
            && (port.Length == 1 || Number(port[1], 65535, out number))
            && (net.Length == 1 || Number(net[1], 32, out bits))
            && (net[0].Length == 0 ? port.Length == 2 && net.Length == 1 : Parse(net[0], out address));
        if (!good)
        {
            return null;
        }

        uint mask = net[0].Length == 0 || bits == 0 ? 0 : uint.MaxValue << (32 - bits);
        bool wanted = sign == "==";
        return subject =>
        {
            (uint Address, int Port)[] seen = [.. get(subject)];
            bool any = seen.Any(s => (s.Address & mask) == (address & mask) && (number == 0 || s.Port == number));
            return seen.Length > 0 && any == wanted;
        };
    }

    private static bool Number(string text, int most, out int number)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
    }

    private static bool Parse(string text, out uint address)
    {
        bool good = IPAddress.TryParse(text, out IPAddress? parsed) && text.Count(c => c == '.') == 3
            && parsed.GetAddressBytes().Length == 4;
        byte[] octets = good ? parsed!.GetAddressBytes() : [0, 0, 0, 0];
        address = ((uint)octets[0] << 24) | ((uint)octets[1] << 16) | ((uint)octets[2] << 8) | octets[3];
        return good;
    }
}
