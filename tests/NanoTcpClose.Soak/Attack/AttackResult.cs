namespace NanoTcpClose.Soak.Attack;

/// <summary>What a sweep did.</summary>
/// <param name="Changes">Segments that changed the state or a sequence variable.</param>
/// <param name="Answers">Segments that the engine sent.</param>
/// <param name="AnswersAllowed">What the budget of one connection allows in that time.</param>
internal readonly record struct AttackResult(int Changes, int Answers, int AnswersAllowed);
