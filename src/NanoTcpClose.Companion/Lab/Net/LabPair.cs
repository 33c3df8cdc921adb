// Invariant: a segment moves only when the script moves it, so every state between two segments can be looked at.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>Two stacks of one kind and the link between them.</summary>
internal sealed class LabPair : IDisposable
{
    internal const int ServerPort = 80;
    internal const int ClientPort = 50001;
    private const double WaitMs = 3000;
    private const double KernelQuietMs = 60;
    private readonly List<LabStep> _steps;
    private readonly int _part;

    internal LabPair(LabStack client, LabStack server, double delayMs, List<LabStep> steps)
    {
        Client = client;
        Server = server;
        DelayMs = delayMs;
        _steps = steps;
        _part = steps.Count == 0 ? 1 : steps[^1].Part + 1;
    }

    internal LabStack Client { get; }

    internal LabStack Server { get; }

    internal LabClock Clock => Client.Clock;

    /// <summary>How long a segment takes one way, where the bench can choose it.</summary>
    internal double DelayMs { get; set; }

    internal int ClientHandle { get; private set; }

    internal int ServerHandle { get; private set; }

    internal TcpState ClientState => Client.State(ClientHandle);

    internal TcpState ServerState => Server.State(ServerHandle);

    /// <summary>Segments that were moved or lost since the connection was open.</summary>
    internal int Moved { get; private set; }

    /// <summary>The three-way handshake.</summary>
    internal void Open(int localPort = ClientPort)
    {
        Server.Listen(ServerPort);
        ClientHandle = Client.Connect(Server.Address, ServerPort, localPort);
        Deliver(LabSide.Client, Take(LabSide.Client));
        Deliver(LabSide.Server, Take(LabSide.Server));
        Deliver(LabSide.Client, Take(LabSide.Client));
        ServerHandle = Server.Accept(ServerPort);
    }

    /// <summary>The next segment of a side arrives at the other.</summary>
    internal LabSegment Carry(LabSide from)
    {
        LabSegment segment = Take(from);
        Deliver(from, segment);
        Note(from, segment, "");
        return segment;
    }

    /// <summary>The next segment of a side is lost.</summary>
    internal LabSegment Lose(LabSide from)
    {
        LabSegment segment = Take(from);
        Note(from, segment, ", lost");
        return segment;
    }

    /// <summary>Takes the next segment of a side off the link; it is the script's from here on.</summary>
    internal LabSegment Take(LabSide from)
    {
        return Of(from).Take(WaitMs)
            ?? throw new LabException($"the {Name(from)} was to send a segment and sent none within 3 s");
    }

    /// <summary>A segment taken off the link arrives.</summary>
    internal void Deliver(LabSide from, LabSegment segment)
    {
        Clock.WaitUntil(segment.AtUs + (long)(DelayMs * 1000));
        Of(from == LabSide.Client ? LabSide.Server : LabSide.Client).Put(segment.Packet);
    }

    /// <summary>Writes a step into the table: a segment that arrived or was lost, and the states after it.</summary>
    internal void Note(LabSide from, LabSegment segment, string fate)
    {
        Moved++;
        _steps.Add(new LabStep(_part, Name(from), segment.Text + fate, ClientState, ServerState));
    }

    /// <summary>Carries everything until both sides are silent; returns how many segments went.</summary>
    internal int Pump()
    {
        if (Client is EngineStack && Server is EngineStack)
        {
            return PumpUntil(() => false);
        }

        int count = 0;
        for (bool any = true; any;)
        {
            any = false;
            foreach (LabSide side in new[] { LabSide.Client, LabSide.Server })
            {
                while (Of(side).Take(KernelQuietMs) is LabSegment segment)
                {
                    Deliver(side, segment);
                    any = true;
                    count++;
                }
            }
        }

        return count;
    }

    /// <summary>
    /// Carries segments between two engines in the order in which they arrive, until a condition holds or all is
    /// silent.
    /// </summary>
    internal int PumpUntil(Func<bool> done)
    {
        EngineStack client = (EngineStack)Client;
        EngineStack server = (EngineStack)Server;
        int count = 0;
        while (!done() && Math.Min(client.HeadUs, server.HeadUs) != long.MaxValue)
        {
            LabSide from = client.HeadUs <= server.HeadUs ? LabSide.Client : LabSide.Server;
            Deliver(from, Take(from));
            count++;
        }

        return count;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static string Name(LabSide side)
    {
        return side == LabSide.Client ? "client" : "server";
    }

    private LabStack Of(LabSide side)
    {
        return side == LabSide.Client ? Client : Server;
    }
}
