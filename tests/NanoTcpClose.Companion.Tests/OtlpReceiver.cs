using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace NanoTcpClose.Companion.Tests;

/// <summary>A receiver of OTLP over HTTP on a port of its own; keeps what it gets and answers as told.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, string? Header, ProtoMessage Body)> _got = [];
    private readonly Task _loop;

    internal OtlpReceiver(Func<int, int>? answer = null)
    {
        Url = "http://127.0.0.1:" + FreePort();
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _loop = Task.Run(() => Serve(answer ?? (_ => 200)));
    }

    internal string Url { get; }

    /// <summary>Spans of all requests that were taken, each with its resource.</summary>
    internal IReadOnlyList<(Dictionary<string, string> Resource, ProtoMessage Span)> Spans =>
        [.. Of("/v1/traces").SelectMany(m => m.All(1)).SelectMany(resource =>
            resource.All(2, 2).Select(span => (resource.All(1).First().Attributes(1), span)))];

    /// <summary>Metrics by name; of a name that came more than once, the last.</summary>
    internal Dictionary<string, ProtoMessage> Metrics =>
        Of("/v1/metrics").SelectMany(m => m.All(1, 2, 2)).GroupBy(m => m.Text(1))
            .ToDictionary(g => g.Key, g => g.Last());

    internal IReadOnlyList<string?> Headers
    {
        get
        {
            lock (_got)
            {
                return [.. _got.Select(g => g.Header)];
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        _loop.Wait(5000);
        _listener.Close();
    }

    private List<ProtoMessage> Of(string path)
    {
        lock (_got)
        {
            return [.. _got.Where(g => g.Path == path).Select(g => g.Body)];
        }
    }

    private void Serve(Func<int, int> answer)
    {
        int count = 0;
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException
                or InvalidOperationException)
            {
                return;
            }

            using MemoryStream body = new();
            context.Request.InputStream.CopyTo(body);
            int code = answer(Interlocked.Increment(ref count));
            if (code == 200)
            {
                lock (_got)
                {
                    string path = context.Request.Url!.AbsolutePath;
                    _got.Add((path, context.Request.Headers["api-key"], new ProtoMessage(body.ToArray())));
                }
            }

            context.Response.StatusCode = code;
            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
