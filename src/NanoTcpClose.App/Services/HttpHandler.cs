using System;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Serves the status page to one client at a time; keep-alive is honoured, its buffers are its own.</summary>
    internal sealed class HttpHandler : IClientHandler
    {
        private const int RequestBytes = 1024;
        private const int ResponseBytes = 4096;
        private const int HeaderBytes = 192;
        private const int MaxRequests = 100;
        private const int MicrosecondsPerMs = 1000;

        private const string Busy =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

        private readonly byte[] _request = new byte[RequestBytes];
        private readonly AsciiWriter _response = new AsciiWriter(ResponseBytes);
        private readonly AsciiWriter _header = new AsciiWriter(HeaderBytes);
        private readonly AsciiWriter _busy = new AsciiWriter(Busy.Length);
        private readonly HttpRequest _parser = new HttpRequest();
        private readonly StatusPage _page;
        private readonly ServiceOptions _options;
        private readonly ISocketClock _clock;
        private int _filled;
        private bool _lastAnswered;

        internal HttpHandler(StatusPage page, ServiceOptions options, ISocketClock clock)
        {
            _page = page;
            _options = options;
            _clock = clock;
            _busy.Text(Busy);
        }

        /// <inheritdoc/>
        public bool Serve(TrackedSocket client)
        {
            _filled = 0;
            _lastAnswered = false;
            for (int i = 0; i < MaxRequests; i++)
            {
                if (!ServeOne(client, i + 1 < MaxRequests))
                {
                    break;
                }
            }

            return _lastAnswered && _filled == 0;
        }

        /// <inheritdoc/>
        public void Refuse(TrackedSocket client)
        {
            client.Send(_busy.Buffer, 0, _busy.Length);
        }

        /// <returns>True when the client may ask again on this connection.</returns>
        private bool ServeOne(TrackedSocket client, bool mayStay)
        {
            int status = ReadRequest(client);
            if (status == 0)
            {
                return false;
            }

            bool good = status == 200;
            bool keep = good && mayStay && _parser.KeepAlive;
            bool json = good && _parser.Path == HttpPath.Connections;
            _response.Reset(HeaderBytes);
            if (json)
            {
                _page.WriteJson(_response);
            }
            else if (good && _parser.Path == HttpPath.Root)
            {
                _page.WriteHtml(_response);
            }
            else
            {
                status = good ? 404 : status;
                _response.Text(ReasonOf(status)).Text("\n");
            }

            if (_response.Overflowed)
            {
                // Half a page would look like a whole one.
                status = 500;
                keep = false;
                _response.Reset(HeaderBytes);
                _response.Text(ReasonOf(status)).Text("\n");
            }

            if (!SendResponse(client, status, json, keep))
            {
                return false;
            }

            if (good)
            {
                Shift(_parser.Consumed);
                _lastAnswered = !_parser.KeepAlive;
            }

            return keep;
        }

        /// <returns>200, an error status, or 0 when the client is gone or silent.</returns>
        private int ReadRequest(TrackedSocket client)
        {
            long deadline = _clock.NowMicroseconds + ((long)_options.RequestMs * MicrosecondsPerMs);
            while (true)
            {
                int result = _filled > 0 ? _parser.Parse(_request, _filled) : HttpRequest.Incomplete;
                if (result != HttpRequest.Incomplete)
                {
                    return StatusOf(result);
                }

                if (_filled == RequestBytes)
                {
                    return 400;
                }

                int waitMs = _options.IdleMs;
                if (_filled > 0)
                {
                    waitMs = (int)((deadline - _clock.NowMicroseconds) / MicrosecondsPerMs);
                    if (waitMs <= 0)
                    {
                        return 408;
                    }
                }

                int count = client.Receive(_request, _filled, RequestBytes - _filled, waitMs);
                if (count <= 0)
                {
                    return count == (int)CallResult.WouldBlock && _filled > 0 ? 408 : 0;
                }

                if (_filled == 0)
                {
                    deadline = _clock.NowMicroseconds + ((long)_options.RequestMs * MicrosecondsPerMs);
                }

                _filled += count;
            }
        }

        private static int StatusOf(int parsed)
        {
            switch (parsed)
            {
                case HttpRequest.Good:
                    return 200;
                case HttpRequest.OtherMethod:
                    return 405;
                default:
                    return 400;
            }
        }

        private static string ReasonOf(int status)
        {
            switch (status)
            {
                case 200:
                    return "OK";
                case 404:
                    return "Not Found";
                case 405:
                    return "Method Not Allowed";
                case 408:
                    return "Request Timeout";
                case 500:
                    return "Internal Server Error";
                default:
                    return "Bad Request";
            }
        }

        private static string TypeOf(int status, bool json)
        {
            if (status != 200)
            {
                return "text/plain";
            }

            return json ? "application/json" : "text/html; charset=utf-8";
        }

        private bool SendResponse(TrackedSocket client, int status, bool json, bool keep)
        {
            int body = _response.Length - HeaderBytes;
            _header.Reset(0);
            _header.Text("HTTP/1.1 ").Number(status).Text(" ").Text(ReasonOf(status));
            _header.Text("\r\nContent-Type: ").Text(TypeOf(status, json));
            _header.Text("\r\nContent-Length: ").Number(body);
            _header.Text("\r\nCache-Control: no-store\r\nConnection: ").Text(keep ? "keep-alive" : "close");
            _header.Text("\r\n\r\n");

            // The header goes right before the body, so that one send carries both.
            int start = HeaderBytes - _header.Length;
            _response.Place(_header, 0, start);
            bool headOnly = status == 200 && _parser.HeadOnly;
            int count = headOnly ? _header.Length : _header.Length + body;
            return client.Send(_response.Buffer, start, count) == count;
        }

        private void Shift(int consumed)
        {
            int rest = _filled - consumed;
            for (int i = 0; i < rest; i++)
            {
                _request[i] = _request[consumed + i];
            }

            _filled = rest;
        }
    }
}
