using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using NanoTcpClose.App;
using NanoTcpClose.Tests.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>
/// The board's status page against clients that mean harm; after each of them it must serve as before.
/// </summary>
public sealed class StatusPageAttackTests : IDisposable
{
    private const string Request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private const int WaitMs = 8000;

    private readonly TestBoard _board = new(null);
    private readonly BoardApp _app;
    private readonly BoardServices _services;

    public StatusPageAttackTests()
    {
        _app = new BoardApp(_board, new BoardAppOptions());
        _board.Attach(_app);
        var options = new ServiceOptions
        {
            HttpPort = 0,
            EchoPort = 0,
            MaxClients = 2,
            IdleMs = 400,
            RequestMs = 300,
            SendMs = 300
        };
        options.Close.DrainMs = 100;
        _services = new BoardServices(_app, options);
        Assert.True(_services.Start(IPAddress.Loopback));
    }

    public void Dispose()
    {
        _services.Stop();
        _app.Stop();
        _board.Dispose();
    }

    [Fact]
    public void RequestThatComesByteByByte_Gets408_AndFreesItsSlot()
    {
        using Socket slow = Open();
        foreach (byte value in Encoding.ASCII.GetBytes(Request))
        {
            if (!TrySend(slow, [value]))
            {
                break;
            }

            Thread.Sleep(30);
        }

        Assert.StartsWith("HTTP/1.1 408", Answer(slow), StringComparison.Ordinal);
        MustServe();
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    public void HugeHeaders_AreRefused(int size)
    {
        using Socket client = Open();
        client.SendTimeout = WaitMs;
        TrySend(client, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nX: " + new string('a', size)));
        string answer = Answer(client);

        // The refusal may be overtaken by the reset that unread data draws; it is a refusal all the same.
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        MustServe();
    }

    [Fact]
    public void ManyClientsAtOnce_AreServedOrRefused()
    {
        List<Socket> clients = [];
        for (int k = 0; k < 40; k++)
        {
            Socket client = Open();
            TrySend(client, Encoding.ASCII
                .GetBytes(Request.Replace("Host: x", "Connection: close", StringComparison.Ordinal)));
            clients.Add(client);
        }

        foreach (Socket client in clients)
        {
            string answer = Answer(client);
            bool known = answer.Length == 0 || answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                || answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal);
            Assert.True(known, answer);
            client.Dispose();
        }

        MustServe();
    }

    [Fact]
    public void ClientsThatSayNothing_AreLetGo()
    {
        using Socket one = Open();
        using Socket two = Open();
        Assert.Equal("", Answer(one));
        Assert.Equal("", Answer(two));
        MustServe();
    }

    [Fact]
    public void ClientThatNeverReads_IsLetGo()
    {
        using Socket client = Open();
        client.ReceiveBufferSize = 1024;
        client.SendTimeout = 500;
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(System.Linq.Enumerable.Repeat(Request, 200)));
        TrySend(client, requests);
        MustServe();
    }

    private static bool TrySend(Socket socket, byte[] bytes)
    {
        try
        {
            socket.Send(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Answer(Socket socket)
    {
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            int count;
            while ((count = socket.Receive(buffer)) > 0)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (SocketException problem)
        {
            Assert.NotEqual(SocketError.TimedOut, problem.SocketErrorCode);
        }

        return answer.ToString();
    }

    private Socket Open()
    {
        Socket socket = new(
            AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        { ReceiveTimeout = WaitMs };
        socket.Connect(IPAddress.Loopback, _services.HttpPort);
        return socket;
    }

    private void MustServe()
    {
        BoardAppTests.Wait(() =>
        {
            using Socket client = Open();
            TrySend(client, Encoding.ASCII
                .GetBytes(Request.Replace("Host: x", "Connection: close", StringComparison.Ordinal)));
            return Answer(client).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        });
    }
}
