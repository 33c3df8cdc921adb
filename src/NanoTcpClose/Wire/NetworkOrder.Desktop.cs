#if !NANOFRAMEWORK_1_0
// Invariant: the same as the code for the board beside each call in SegmentCodec, in one load or store.

using System;
using System.Buffers.Binary;

namespace NanoTcpClose
{
    /// <summary>Words in network order, as .NET reads and writes them fastest.</summary>
    internal static class NetworkOrder
    {
        internal static uint Swap(uint value)
        {
            return BinaryPrimitives.ReverseEndianness(value);
        }

        internal static void Write(byte[] bytes, int at, ulong value)
        {
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(bytes, at, 8), value);
        }

        internal static void Write(byte[] bytes, int at, uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(bytes, at, 4), value);
        }
    }
}
#endif
