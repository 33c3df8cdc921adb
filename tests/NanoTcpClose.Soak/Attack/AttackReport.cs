using System;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Attack;

/// <summary>
/// A blind attacker knows addresses and ports, not the numbers: sweeps over the whole window and a sample of the
/// whole sequence
/// space, in every state from ESTABLISHED on.
/// </summary>
internal static class AttackReport
{
    private const int SampleSize = 200_000;

    private static readonly AttackKind[] s_kinds = Enum.GetValues<AttackKind>();

    public static Section Run(double scale)
    {
        Section section = new();
        int sample = Math.Max(1000, (int)(SampleSize * scale));
        section.Line(
            $"Each cell: changes / answers. Window: every sequence number from 64 before RCV.NXT to 64 behind the");
        section.Line(
            $"window of {AttackSweep.Window} bytes. Space: {sample} random ones of 2^32. The ACK field is "
            + "random, as a blind");
        section.Line(
            "attacker must guess it. One segment every 10 us of virtual time. Without a listener on the port.");
        section.Line();
        foreach (bool stamps in new[] { false, true })
        {
            Table(section, sample, stamps);
        }

        Exact(section);
        Leaks.Run(section);
        return section;
    }

    private static void Table(Section section, int sample, bool stamps)
    {
        section.Line(stamps ? "With timestamps agreed (the attacker sends random ones):" : "Without timestamps:");
        section.Line();
        section.Line(
            "| state | RST window | RST space | SYN window | SYN space | FIN window | FIN space | data window | "
            + "data space | "
            + "ACK window | ACK space |");
        section.Line("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (TcpState state in AttackSweep.States)
        {
            string row = $"| {AttackSweep.Name(state)} |";
            foreach (AttackKind kind in s_kinds)
            {
                AttackResult window = new AttackSweep(state, stamps).Window64(kind, new FuzzRandom(1));
                AttackResult space = new AttackSweep(state, stamps).Space(kind, sample, new FuzzRandom(2));
                Judge(section, state, kind, window, space);
                row += $" {window.Changes} / {window.Answers} | {space.Changes} / {space.Answers} |";
            }

            section.Line(row);
        }

        section.Line();
    }

    private static void Judge(Section section, TcpState state, AttackKind kind, AttackResult window, AttackResult space)
    {
        string what = $"{AttackSweep.Name(state)}, {kind}";
        int exact = kind == AttackKind.Rst && state != TcpState.TimeWait ? 1 : 0;
        section.Must(window.Changes == exact, $"{what}: {window.Changes} of the window change something, {exact} may");
        section.Must(space.Changes == 0, $"{what}: {space.Changes} of the sample change something");
        section.Must(window.Answers <= window.AnswersAllowed,
            $"{what}: {window.Answers} answers, {window.AnswersAllowed} allowed");
        section.Must(
            space.Answers <= space.AnswersAllowed, $"{what}: {space.Answers} answers, {space.AnswersAllowed} allowed");
    }

    /// <summary>
    /// With every number known, which is on-path knowledge: exactly one sequence number in the window counts.
    /// </summary>
    private static void Exact(Section section)
    {
        section.Line(
            "With the exact ACK number as well, which is on-path knowledge (the rules of RFC 9293 then hold for any");
        section.Line(
            "acceptable sequence number: an ACK of our FIN counts, data after a full close is answered by RST):");
        section.Line();
        section.Line("| state | FIN | data | ACK |");
        section.Line("|---|---|---|---|");
        foreach (TcpState state in AttackSweep.States)
        {
            string row = $"| {AttackSweep.Name(state)} |";
            foreach (AttackKind kind in new[] { AttackKind.Fin, AttackKind.Data, AttackKind.Ack })
            {
                AttackResult result = new AttackSweep(state, false) { ExactAck = true }
                    .Window64(kind, new FuzzRandom(3));
                row += $" {result.Changes} |";
            }

            section.Line(row);
        }

        section.Line();
    }
}
