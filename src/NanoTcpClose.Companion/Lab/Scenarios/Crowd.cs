// Invariant: every connection is opened, used and closed in order by two engines; only counts are kept.

using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>Many short connections between two engines.</summary>
internal sealed class Crowd
{
    private const int Bytes = 100;
    private static readonly byte[] s_request = new byte[Bytes];
    private readonly LabPair _pair;

    internal Crowd(LabPair pair)
    {
        _pair = pair;
        pair.Server.Listen(LabPair.ServerPort);
    }

    /// <summary>Draws one connection of the kind that a scenario makes many of.</summary>
    internal static void DrawOne(LabBench bench, string caption, int requests, bool serverFirst)
    {
        if (bench.OnKernel)
        {
            return;
        }

        LabPair pair = bench.Pair();
        Crowd crowd = new(pair);
        int client = crowd.Open(0);
        int server = crowd.Accept();
        for (int k = 0; k < requests; k++)
        {
            crowd.Exchange(client, server);
        }

        crowd.Close(client, server, serverFirst);
        bench.Flow(caption, serverFirst ? pair.Server : pair.Client, serverFirst ? server : client);
    }

    /// <summary>Segments that both sides sent.</summary>
    internal int Segments { get; private set; }

    /// <summary>Opens a connection; the result of connect, negative when it is refused.</summary>
    internal int Open(int localPort)
    {
        int handle = _pair.Client.Connect(_pair.Server.Address, LabPair.ServerPort, localPort);
        Segments += handle > 0 ? _pair.Pump() : 0;
        return handle;
    }

    /// <summary>The server's end of the connection that was opened last.</summary>
    internal int Accept()
    {
        return _pair.Server.Accept(LabPair.ServerPort);
    }

    /// <summary>One request and its answer.</summary>
    internal void Exchange(int client, int server)
    {
        _pair.Client.Send(client, s_request);
        Segments += _pair.Pump();
        Check(_pair.Server.Read(server).Length);
        _pair.Server.Send(server, s_request);
        Segments += _pair.Pump();
        Check(_pair.Client.Read(client).Length);
    }

    /// <summary>Closes in order: the server first, or the client.</summary>
    internal void Close(int client, int server, bool serverFirst)
    {
        for (int k = 0; k < 2; k++)
        {
            if (serverFirst == (k == 0))
            {
                _pair.Server.Close(server);
            }
            else
            {
                _pair.Client.Close(client);
            }

            Segments += _pair.Pump();
        }
    }

    private static void Check(int got)
    {
        if (got != Bytes)
        {
            throw new LabException($"{got} of {Bytes} bytes arrived");
        }
    }
}
