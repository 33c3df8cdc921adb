using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Tests.Observed;

/// <summary>
/// The observer in every ordering of calls, segments, copies and looks that the dice find: no wrong state without a
/// mark, whatever copies are lost.
/// </summary>
public sealed class ObservedTests(ITestOutputHelper output)
{
    private const int Closes = 5_000;

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(20, false)]
    [InlineData(60, false)]
    [InlineData(0, true)]
    public void Closes_CopiesHidden_NoWrongStateWithoutAMark(int hidden, bool reorders)
    {
        (string line, List<ObservedClose> wrong) = Play(hidden, false, reorders);
        Assert.True(wrong.Count == 0, line + Told(wrong));
    }

    [Theory]
    [InlineData(5, true, false)]
    [InlineData(20, true, false)]
    [InlineData(20, false, true)]
    public void CopiesHidden_InOneCall_OrReordered_TheMarkComesWithTheNextStep(int hidden, bool inOneCall, bool reorders)
    {
        (string line, List<ObservedClose> wrong) = Play(hidden, inOneCall, reorders);
        wrong.RemoveAll(close => close.IsLate);
        Assert.True(wrong.Count == 0, line + Told(wrong));
    }

    private static string Told(List<ObservedClose> wrong)
    {
        return "\n" + string.Join("\n", wrong.GroupBy(close => close.Paths)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count()} x {group.Key}\n    {string.Join("\n    ", group.MinBy(one => one.Log.Count)!.Log)}")
            .Take(12));
    }

    private (string Line, List<ObservedClose> Wrong) Play(int hidden, bool inOneCall, bool reorders)
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("NTC_CLOSES") ?? $"{Closes}", CultureInfo.InvariantCulture);
        int marked = 0;
        int named = 0;
        List<ObservedClose> wrong = [];
        for (int seed = 1; seed <= count; seed++)
        {
            ObservedClose close = new((seed * 100) + hidden, hidden, inOneCall, reorders);
            marked += close.IsMarked ? 1 : 0;
            if (close.IsWrong && close.IsNamed)
            {
                named++;
            }
            else if (close.IsWrong)
            {
                wrong.Add(close);
            }
        }

        string line = $"{count} closes, copies hidden {hidden} %, {marked * 100.0 / count:F1} % with a mark, "
            + $"{wrong.Count} wrong without, {wrong.Count(close => close.IsLate)} of them marked with the next step, "
            + $"{named} more that are named";
        output.WriteLine(line);
        return (line, wrong);
    }
}
