namespace NanoTcpClose.Companion.Lab;

/// <summary>One segment on the link and the states of both ends once it has arrived.</summary>
/// <param name="Part">Which connection of the scenario, from 1.</param>
/// <param name="From">client or server.</param>
/// <param name="Segment">Its flags, and ", lost" when it did not arrive.</param>
/// <param name="Client">State of the client after it.</param>
/// <param name="Server">State of the server after it.</param>
internal sealed record LabStep(int Part, string From, string Segment, TcpState Client, TcpState Server);
