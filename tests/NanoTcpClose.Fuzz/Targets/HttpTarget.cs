using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.App;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>Requests to the board's status page, whole and growing byte by byte as they come over a line.</summary>
internal sealed class HttpTarget : FuzzTarget
{
    private static readonly string[] s_requests =
    [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /connections HTTP/1.1\r\nConnection: close\r\n\r\n",
        "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
        "GET / HTTP/1.1\r\nX: y\r\n\r\nGET /connections HTTP/1.1\r\n\r\n",
        "GET http://a/b HTTP/1.1\r\nno colon\r\n\r\n",
    ];

    private readonly HttpRequest _whole = new();
    private readonly HttpRequest _growing = new();
    private readonly byte[] _data = new byte[1024];

    public override string Name => "http";

    public override int MaxLength => 400;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (string request in s_requests)
        {
            yield return Encoding.ASCII.GetBytes(request);
        }
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        // What lies behind the length is a trap: a parser that reads it would find an end of headers there.
        _data.AsSpan().Fill((byte)'\n');
        input.CopyTo(_data);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int result = _whole.Parse(_data, input.Length);
        FuzzFailure.Unless(result is >= HttpRequest.Incomplete and <= HttpRequest.OtherMethod, "an unknown result");
        FuzzFailure.Unless(
            result != HttpRequest.Good
                || (_whole.Consumed > 0 && _whole.Consumed <= input.Length), "a request took more than there was");
        int first = HttpRequest.Incomplete;
        for (int length = 1; length <= input.Length && first == HttpRequest.Incomplete; length++)
        {
            first = _growing.Parse(_data, length);
        }

        FuzzFailure.Unless(GC.GetAllocatedBytesForCurrentThread() == before, FuzzFailure.Allocated);
        FuzzFailure.Unless(first == result
            || result is HttpRequest.Bad, "a request that grows is judged otherwise than one that is whole");
    }
}
