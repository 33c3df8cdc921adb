namespace NanoTcpClose.Companion.Model;

/// <summary>What a verdict comes to.</summary>
public enum Outcome
{
    /// <summary>Nothing to judge yet.</summary>
    Pending,

    /// <summary>As RFC 9293 describes it, both sides ended in order.</summary>
    Clean,

    /// <summary>Allowed, but the peer may have lost data or something took longer than it should.</summary>
    Notable,

    /// <summary>Not a transition of RFC 9293, or a rule of it broken.</summary>
    Broken,

    /// <summary>Records are missing in its window.</summary>
    Uncertain,
}
