namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>What an exit code of a command means.</summary>
/// <param name="Code">One of <see cref="ExitCode"/>.</param>
/// <param name="Meaning">In a few words.</param>
internal sealed record ExitMeaning(int Code, string Meaning);
