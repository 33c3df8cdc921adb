namespace NanoTcpClose.Conformance.Report;

/// <summary>A fault that is put into the engine's source to see that it is found.</summary>
/// <param name="Name">What is wrong with it, in words.</param>
/// <param name="File">The file of the engine.</param>
/// <param name="Original">The text that is replaced; it stands there exactly once.</param>
/// <param name="Changed">What replaces it.</param>
/// <param name="Scripts">The script file that is run, or "model check".</param>
/// <param name="CaughtBy">The case that must fail, or the violation that must be found.</param>
internal sealed record PlantedBug(string Name, string File, string Original, string Changed, string Scripts,
    string CaughtBy)
{
    public const string ModelCheck = "model check";
}
