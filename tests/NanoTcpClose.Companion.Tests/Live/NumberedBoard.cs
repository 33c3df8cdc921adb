using System;
using NanoTcpClose.Companion.Model;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>
/// Writes transitions whose every field follows from their number, so that a wrong record cannot hide.
/// </summary>
internal sealed class NumberedBoard
{
    private readonly TraceRing _ring = new(65536);
    private readonly byte[] _bytes = new byte[65536];

    internal int Written { get; private set; }

    internal void Write(LinePlug plug, int records, bool cutLast)
    {
        for (int k = 0; k < records; k++)
        {
            Written++;
            _ring.Transition(Serial(Written), From(Written), To(Written), Cause(Written), 0, (uint)Written);
        }

        int length = _ring.Drain(_bytes, _bytes.Length, textSkin: false);
        Assert.True(_ring.IsEmpty);
        Assert.True(plug.Write(_bytes, cutLast ? length - 7 : length), "the terminal took no bytes");
    }

    internal void AssertTrue(LogEvent record)
    {
        int number = (int)record.Tick;
        Assert.InRange(number, 1, Written);
        Assert.Equal((number - 1) & 0xFFFF, record.Sequence);
        Assert.Equal(Serial(number), record.Connection);
        Assert.Equal((TcpState)From(number), record.From);
        Assert.Equal((TcpState)To(number), record.To);
        Assert.Equal((TransitionCause)Cause(number), record.Cause);
    }

    private static int Serial(int number)
    {
        return 1 + (number * 7 % 50);
    }

    private static int From(int number)
    {
        return 1 + (number % 11);
    }

    private static int To(int number)
    {
        return 1 + (number / 11 % 11);
    }

    private static int Cause(int number)
    {
        return number % 22;
    }
}
