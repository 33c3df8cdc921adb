using System;
using System.IO;
using NanoTcpClose.Companion.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Decode;

/// <summary>A capture gives back what was received and when, and a foreign or damaged file is named with its remedy.</summary>
public sealed class CaptureTests
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void WriteThenRead_GivesBytesTimesAndRemarksBack()
    {
        byte[] large = new byte[70000];
        new Random(3).NextBytes(large);
        using CaptureReader reader = Open(Write(w =>
        {
            w.Write(s_time, "abc\0"u8);
            w.WriteRemark(s_time.AddSeconds(1), "unplugged");
            w.Write(s_time.AddSeconds(2), large);
        }));
        Assert.Equal("COM7", reader.Source);
        Assert.True(reader.TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark));
        Assert.Equal((s_time, "abc\0", false), (time, System.Text.Encoding.ASCII.GetString(bytes), remark));
        Assert.True(reader.TryRead(out _, out bytes, out remark));
        Assert.True(remark);
        Assert.True(bytes.SequenceEqual("unplugged"u8));
        Assert.True(reader.TryRead(out _, out bytes, out _));
        Assert.True(bytes.SequenceEqual(large.AsSpan(0, 65535)));
        Assert.True(reader.TryRead(out time, out bytes, out _));
        Assert.True(bytes.SequenceEqual(large.AsSpan(65535)));
        Assert.Equal(s_time.AddSeconds(2), time);
        Assert.False(reader.TryRead(out _, out _, out _));
        Assert.False(reader.Truncated);
    }

    [Fact]
    public void EveryCut_IsRefusedOrToldAsTruncated()
    {
        byte[] whole = Write(w =>
        {
            w.Write(s_time, "abcdef"u8);
            w.Write(s_time, "ghi"u8);
        });
        int[] ends = [12, 12 + 11 + 6, whole.Length];
        for (int length = 8; length <= whole.Length; length++)
        {
            using CaptureReader reader = Open(whole[..length]);
            while (reader.TryRead(out _, out _, out _))
            {
            }

            Assert.Equal(Array.IndexOf(ends, length) < 0, reader.Truncated);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("NTC")]
    [InlineData("hello world")]
    public void ForeignFile_IsNamedWithTheRemedy(string content)
    {
        CaptureException e = Assert.Throws<CaptureException>(() => Open(System.Text.Encoding.ASCII.GetBytes(content)));
        Assert.StartsWith("board.ntcl is not a capture", e.Message);
        Assert.Contains("--record", e.Message);
    }

    [Fact]
    public void NewerFile_NamesBothVersions()
    {
        byte[] file = Write(w => { });
        file[4] = 9;
        CaptureException e = Assert.Throws<CaptureException>(() => Open(file));
        Assert.Contains("version 9", e.Message);
        Assert.Contains("version 1", e.Message);
    }

    [Fact]
    public void DamagedBlock_IsAnErrorBehindWhatWasRead()
    {
        byte[] file = Write(w =>
        {
            w.Write(s_time, "abc"u8);
            w.Write(s_time, "def"u8);
        });
        file[12 + 11 + 3] = 77;
        using CaptureReader reader = Open(file);
        Assert.True(reader.TryRead(out _, out _, out _));
        CaptureException e = Assert.Throws<CaptureException>(() => reader.TryRead(out _, out _, out _));
        Assert.Contains("board.ntcl is damaged", e.Message);
    }

    private static byte[] Write(Action<CaptureWriter> action)
    {
        MemoryStream stream = new();
        using (CaptureWriter writer = new(stream, "COM7"))
        {
            action(writer);
        }

        return stream.ToArray();
    }

    private static CaptureReader Open(byte[] file) => new(new MemoryStream(file), "board.ntcl");
}
