// Invariant: Parse looks at the first length bytes only and never past them; what it does not know it ignores.

namespace NanoTcpClose.App
{
    /// <summary>Reads the little of HTTP/1.1 (RFC 9112) that a status page needs, out of a fixed buffer.</summary>
    internal sealed class HttpRequest
    {
        internal const int Incomplete = 0;
        internal const int Good = 1;
        internal const int Bad = 2;
        internal const int OtherMethod = 3;

        private byte[] _data;
        private int _length;

        /// <summary>Path of the last good request: root, connections or another one.</summary>
        internal HttpPath Path { get; private set; }

        internal bool KeepAlive { get; private set; }

        internal bool HeadOnly { get; private set; }

        /// <summary>Number of bytes that the last good request took; what follows belongs to the next one.</summary>
        internal int Consumed { get; private set; }

        internal int Parse(byte[] data, int length)
        {
            _data = data;
            _length = length;
            int end = FindEnd();
            if (end < 0)
            {
                return LooksWrong() ? Bad : Incomplete;
            }

            Consumed = end;
            int lineEnd = FindLineEnd(0);
            int result = ParseRequestLine(lineEnd);
            if (result == Good)
            {
                result = ParseHeaders(lineEnd + 2, end - 2);
            }

            return result;
        }

        /// <summary>Refuses early what cannot become a request, so that binary noise does not wait for a time limit.</summary>
        private bool LooksWrong()
        {
            return _length > 0 && (_data[0] < (byte)'A' || _data[0] > (byte)'Z');
        }

        private int FindEnd()
        {
            for (int i = 3; i < _length; i++)
            {
                if (_data[i] == '\n' && _data[i - 1] == '\r' && _data[i - 2] == '\n' && _data[i - 3] == '\r')
                {
                    return i + 1;
                }
            }

            return -1;
        }

        private int FindLineEnd(int from)
        {
            int i = from;
            while (_data[i] != '\r' || _data[i + 1] != '\n')
            {
                i++;
            }

            return i;
        }

        private int ParseRequestLine(int lineEnd)
        {
            bool get = Same(0, "GET ");
            HeadOnly = Same(0, "HEAD ");
            if (!get && !HeadOnly)
            {
                return HasVersion(lineEnd) && !LooksWrong() ? OtherMethod : Bad;
            }

            int pathStart = get ? 4 : 5;
            int pathEnd = lineEnd - 9;
            if (pathEnd <= pathStart || !HasVersion(lineEnd) || _data[pathStart] != '/')
            {
                return Bad;
            }

            Path = PathOf(pathStart, pathEnd);
            KeepAlive = _data[lineEnd - 1] == '1';
            return Good;
        }

        private bool HasVersion(int lineEnd)
        {
            int at = lineEnd - 9;
            return at > 0 && Same(at, " HTTP/1.") && (_data[lineEnd - 1] == '0' || _data[lineEnd - 1] == '1');
        }

        private HttpPath PathOf(int start, int end)
        {
            int length = end - start;
            for (int i = start; i < end; i++)
            {
                if (_data[i] == '?')
                {
                    length = i - start;
                    break;
                }
            }

            if (length == 1)
            {
                return HttpPath.Root;
            }

            return length == 12 && Same(start, "/connections") ? HttpPath.Connections : HttpPath.Unknown;
        }

        private int ParseHeaders(int at, int end)
        {
            while (at < end)
            {
                int lineEnd = FindLineEnd(at);
                if (!HasColon(at, lineEnd))
                {
                    return Bad;
                }

                if (SameName(at, lineEnd, "connection:"))
                {
                    ReadConnection(at + 11, lineEnd);
                }
                else if (SameName(at, lineEnd, "transfer-encoding:") || HasBody(at, lineEnd))
                {
                    // A body is of no use here, and skipping it wrongly would turn it into a second request.
                    return Bad;
                }

                at = lineEnd + 2;
            }

            return Good;
        }

        private bool HasColon(int at, int lineEnd)
        {
            for (int i = at; i < lineEnd; i++)
            {
                if (_data[i] == ':')
                {
                    return i > at;
                }
            }

            return false;
        }

        private bool HasBody(int at, int lineEnd)
        {
            if (!SameName(at, lineEnd, "content-length:"))
            {
                return false;
            }

            for (int i = at + 15; i < lineEnd; i++)
            {
                if (_data[i] != ' ' && _data[i] != '0')
                {
                    return true;
                }
            }

            return false;
        }

        private void ReadConnection(int at, int lineEnd)
        {
            for (int i = at; i < lineEnd; i++)
            {
                if (SameName(i, lineEnd, "close"))
                {
                    KeepAlive = false;
                    return;
                }

                if (SameName(i, lineEnd, "keep-alive"))
                {
                    KeepAlive = true;
                }
            }
        }

        private bool Same(int at, string text)
        {
            if (at + text.Length > _length)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                if (_data[at + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Compares without regard to case; the text is lower case.</summary>
        private bool SameName(int at, int end, string text)
        {
            if (at + text.Length > end)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                int letter = _data[at + i];
                if (letter >= 'A' && letter <= 'Z')
                {
                    letter += 'a' - 'A';
                }

                if (letter != text[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
