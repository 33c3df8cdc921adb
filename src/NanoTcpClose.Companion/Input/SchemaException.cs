using System;
using System.Globalization;

namespace NanoTcpClose.Companion.Input;

/// <summary>A capture of a version that this build does not read.</summary>
public sealed class SchemaException : Exception
{
    /// <summary>Names both versions.</summary>
    public SchemaException(int version)
        : base(string.Create(CultureInfo.InvariantCulture, $"the capture has version {version}, this ntc reads 1: update ntc"))
    {
    }
}
