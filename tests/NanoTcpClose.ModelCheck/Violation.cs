using System;

namespace NanoTcpClose.ModelCheck;

/// <summary>A broken invariant.</summary>
internal sealed class Violation(string message) : Exception(message);
