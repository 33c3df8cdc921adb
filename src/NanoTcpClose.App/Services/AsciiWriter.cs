// Invariant: 0 <= Length <= capacity; what does not fit is dropped and Overflowed tells it.

using System;

namespace NanoTcpClose.App
{
    /// <summary>Writes ASCII text and numbers into one fixed buffer, without making strings.</summary>
    internal sealed class AsciiWriter
    {
        private const int MaxDigits = 10;

        private readonly byte[] _digits = new byte[MaxDigits];
        private readonly byte[] _buffer;
        private int _length;

        internal AsciiWriter(int capacity)
        {
            _buffer = new byte[capacity];
        }

        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        internal int Length
        {
            get { return _length; }
        }

        internal bool Overflowed { get; private set; }

        /// <summary>Starts again behind a gap that is filled later.</summary>
        internal void Reset(int gap)
        {
            _length = gap;
            Overflowed = false;
        }

        internal AsciiWriter Text(string text)
        {
            byte[] buffer = _buffer;
            int at = _length;
            if (at + text.Length > buffer.Length)
            {
                Overflowed = true;
                return this;
            }

            for (int i = 0; i < text.Length; i++)
            {
                buffer[at++] = (byte)text[i];
            }

            _length = at;
            return this;
        }

        internal AsciiWriter Number(uint value)
        {
            int count = 0;
            do
            {
                _digits[count++] = (byte)('0' + (value % 10));
                value /= 10;
            }
            while (value != 0);

            if (_length + count > _buffer.Length)
            {
                Overflowed = true;
                return this;
            }

            while (count > 0)
            {
                _buffer[_length++] = _digits[--count];
            }

            return this;
        }

        internal AsciiWriter Number(int value)
        {
            return value < 0 ? Text("-").Number((uint)(-(long)value)) : Number((uint)value);
        }

        /// <summary>Copies another writer's text to a place in this buffer.</summary>
        internal void Place(AsciiWriter source, int sourceOffset, int targetOffset)
        {
            Array.Copy(source._buffer, sourceOffset, _buffer, targetOffset, source._length - sourceOffset);
        }
    }
}
