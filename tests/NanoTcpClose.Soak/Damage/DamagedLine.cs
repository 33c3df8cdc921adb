using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Damage;

/// <summary>
/// A line of records and text, with damage of one kind at one rate; knows which records it left whole.
/// </summary>
internal sealed class DamagedLine
{
    private static readonly string[] s_texts =
    [
        "I (4123) wifi: connected with channel 6\r\n", "sensor 21.4 C, 48 %\n", "free heap 81240\r\n",
            "~NTC is not a mark\n",
        "W (5120) app: 3 clients\r\n",
    ];

    private readonly FuzzRandom _random;
    private readonly DamageKind _kind;
    private readonly double _rate;
    private readonly List<byte> _line = [];

    public DamagedLine(IFraming framing, IReadOnlyList<LogRecord> records, DamageKind kind, double rate, ulong seed)
    {
        _random = new FuzzRandom(seed);
        _kind = kind;
        _rate = rate;
        Whole = new bool[records.Count];
        for (int k = 0; k < records.Count; k++)
        {
            byte[] frame = framing.Encode(records[k]);
            if (_random.Fraction() < 0.3)
            {
                Bytes(Encoding.ASCII.GetBytes(s_texts[_random.Below(s_texts.Length)]), out _);
            }

            Frame(frame, out Whole[k]);
        }
    }

    /// <summary>Whether the record of that number went onto the line without damage.</summary>
    public bool[] Whole { get; }

    public byte[] Line => [.. _line];

    private bool Has(DamageKind kind)
    {
        return _kind == kind || _kind == DamageKind.AllTogether;
    }

    private void Frame(byte[] frame, out bool whole)
    {
        if (Has(DamageKind.TornFrames) && _random.Fraction() < _rate)
        {
            // The board was reset, or the plug was pulled, in the middle of it.
            Bytes(frame.AsSpan(0, _random.Below(frame.Length)), out _);
            whole = false;
            return;
        }

        if (Has(DamageKind.TextInside) && _random.Fraction() < _rate)
        {
            int at = 1 + _random.Below(frame.Length - 1);
            Bytes(frame.AsSpan(0, at), out _);
            Bytes(Encoding.ASCII.GetBytes(s_texts[_random.Below(s_texts.Length)]), out _);
            Bytes(frame.AsSpan(at), out _);
            whole = false;
            return;
        }

        Bytes(frame, out whole);
    }

    private void Bytes(ReadOnlySpan<byte> bytes, out bool whole)
    {
        whole = true;
        foreach (byte value in bytes)
        {
            if (Has(DamageKind.ByteLoss) && _random.Fraction() < _rate)
            {
                whole = false;
                continue;
            }

            byte sent = value;
            if (Has(DamageKind.BitFlips) && _random.Fraction() < _rate)
            {
                sent ^= (byte)(1 << _random.Below(8));
                whole = false;
            }

            _line.Add(sent);
        }
    }
}
