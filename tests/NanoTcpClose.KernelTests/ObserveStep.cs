namespace NanoTcpClose.KernelTests;

/// <summary>One transition that the observer told.</summary>
internal sealed record ObserveStep(TcpState From, TcpState To, TransitionCause Cause, bool Marked);
