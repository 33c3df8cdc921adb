namespace NanoTcpClose.ModelCheck;

/// <summary>
/// Where a field of the engine stands in an image: offset, bytes an element, elements.
/// </summary>
internal readonly record struct ImageField(int Offset, int Width, int Count)
{
    /// <summary>An element, at most its low 32 bits; 0 where there is none.</summary>
    public uint Read(byte[] image, int index)
    {
        uint value = 0;
        for (int k = 0; index < Count && k < Width && k < 4; k++)
        {
            value |= (uint)image[Offset + (index * Width) + k] << (8 * k);
        }

        return value;
    }

    public void Write(byte[] image, int index, uint value)
    {
        for (int k = 0; index < Count && k < Width; k++)
        {
            image[Offset + (index * Width) + k] = k < 4 ? (byte)(value >> (8 * k)) : (byte)0;
        }
    }

    public void Blank(byte[] image, int index)
    {
        Write(image, index, 0);
    }
}
