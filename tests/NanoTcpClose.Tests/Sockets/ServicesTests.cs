using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.App;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class ServicesTests : IDisposable
{
    private readonly TestBoard _board = new(null);
    private readonly BoardApp _app;
    private readonly BoardServices _services;

    public ServicesTests()
    {
        _app = new BoardApp(_board, new BoardAppOptions());
        _board.Attach(_app);
        var options = new ServiceOptions { HttpPort = 0, EchoPort = 0, MaxClients = 2, IdleMs = 1500, RequestMs = 300 };
        options.Close.DrainMs = 300;
        _services = new BoardServices(_app, options);
        Assert.True(_services.Start(IPAddress.Loopback));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Stop();
        _app.Stop();
        _board.Dispose();
    }

    [Fact]
    public async Task Page_IsServedToARealClient_OnOneConnection()
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_services.HttpPort}/") };
        for (int i = 0; i < 3; i++)
        {
            string page = await client.GetStringAsync("/", Token);
            Assert.Contains("of 16 slots free", page, StringComparison.Ordinal);
            Assert.Contains("ESTABLISHED", page, StringComparison.Ordinal);
        }

        Assert.Equal(1, _app.Sockets.CountInState(TcpState.Established));
    }

    [Fact]
    public async Task Connections_AreValidJson()
    {
        using var client = new HttpClient();
        string text = await client.GetStringAsync($"http://127.0.0.1:{_services.HttpPort}/connections", Token);
        JsonElement root = JsonDocument.Parse(text).RootElement;
        Assert.Equal(16, root.GetProperty("slots").GetInt32());
        Assert.False(root.GetProperty("observed").GetBoolean());
        Assert.Equal(1, root.GetProperty("states").GetProperty("ESTABLISHED").GetProperty("stack").GetInt32());
        Assert.Equal(19, System.Linq.Enumerable.Count(root.GetProperty("counters").EnumerateObject()));
    }

    /// <summary>Every state, counter, close and TIME-WAIT at once, with the longest numbers, still is one answer.</summary>
    [Fact]
    public void FullestPage_FitsIntoTheAnswer()
    {
        const int Numbers = 11 * 2 * 10 + 19 * 10 + 16 * 5 + 8 * 10;
        var page = new AsciiWriter(4096 - 192);
        page.Text(PageStyle.Head);
        for (int i = 1; i <= 11; i++)
        {
            page.Text("<tr><td>").Text(StatusTexts.StateOf(i)).Text("<td><td>");
        }

        for (int i = 0; i < 19; i++)
        {
            page.Text("<tr><td>").Text(StatusTexts.CounterOf(i)).Text("<td>");
        }

        for (int i = 0; i < 8; i++)
        {
            page.Text("<tr><td>connection <td class=g0>not-connected &#10003;");
        }

        page.Text(new string('9', Numbers + 600));
        Assert.False(page.Overflowed, "raise ResponseBytes of HttpHandler");
    }

    [Fact]
    public void Start_AgainAfterAPortWasTaken_OpensWhatIsMissing()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int echo = ((IPEndPoint)taken.LocalEndPoint!).Port;
        var services = new BoardServices(_app, new ServiceOptions { HttpPort = 0, EchoPort = echo });
        Assert.False(services.Start(IPAddress.Loopback));
        int http = services.HttpPort;
        taken.Close();
        Assert.True(services.Start(IPAddress.Loopback));
        Assert.Equal(http, services.HttpPort);
        services.Stop();
    }

    [Fact]
    public void ConnectionClose_MakesTheBoardCloseFirst()
    {
        string answer = Ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        BoardAppTests.Wait(() => _app.Sockets.SlotsInTimeWait == 1);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", "400")]
    [InlineData("\u0001\u0002", "400")]
    [InlineData("GET nothing HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "400")]
    [InlineData("POST / HTTP/1.1\r\n\r\n", "405")]
    [InlineData("GET /other HTTP/1.1\r\nConnection: close\r\n\r\n", "404")]
    [InlineData("GET / HTTP/1.1\r\nslow", "408")]
    [InlineData("HEAD / HTTP/1.0\r\n\r\n", "200")]
    public void Requests_GetTheirStatus(string request, string status) =>
        Assert.StartsWith("HTTP/1.1 " + status, Ask(request), StringComparison.Ordinal);

    [Fact]
    public void TooLongARequest_IsBad() =>
        Assert.StartsWith("HTTP/1.1 400", Ask("GET /" + new string('a', 1100)), StringComparison.Ordinal);

    [Fact]
    public void TwoRequestsInOnePacket_GetTwoAnswers()
    {
        string answer = Ask("GET /x HTTP/1.1\r\n\r\nGET /y HTTP/1.0\r\n\r\n");
        Assert.Equal(3, answer.Split("HTTP/1.1 404").Length);
    }

    [Fact]
    public void TooManyClients_Get503()
    {
        using Socket first = Open(_services.HttpPort);
        using Socket second = Open(_services.HttpPort);
        BoardAppTests.Wait(() => _app.Sockets.CountInState(TcpState.Established) == 2);
        Assert.StartsWith("HTTP/1.1 503", Ask(string.Empty), StringComparison.Ordinal);
        Assert.Equal(1, _services.RefusedClients);
    }

    [Fact]
    public void Echo_GivesBackAndClosesAfterUs()
    {
        using Socket socket = Open(_services.EchoPort);
        byte[] sent = Encoding.ASCII.GetBytes("what comes goes back");
        socket.Send(sent);
        byte[] got = new byte[64];
        int count = 0;
        while (count < sent.Length)
        {
            count += socket.Receive(got, count, got.Length - count, SocketFlags.None);
        }

        Assert.Equal(sent, got[..count]);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, socket.Receive(got));
        BoardAppTests.Wait(() => _app.Sockets.OpenSockets == 0);
        Assert.Equal(0, _app.Sockets.SlotsInTimeWait);
    }

    [Fact]
    public void Reporter_SendsALineAndClosesGracefully()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var reporter = new Reporter(_app, (IPEndPoint)listener.LocalEndPoint!, 60000);
        reporter.Start();
        using (Socket client = listener.Accept())
        {
            client.ReceiveTimeout = 5000;
            byte[] line = new byte[256];
            int count = client.Receive(line);
            Assert.StartsWith("{\"report\":1,", Encoding.ASCII.GetString(line, 0, count), StringComparison.Ordinal);
            Assert.Equal(0, client.Receive(line));
        }

        BoardAppTests.Wait(() => _app.Sockets.OpenSockets == 0);
        reporter.Stop();
        Assert.Equal(1, reporter.Sent);
        Assert.Equal(0, reporter.Failed);
    }

    private static Socket Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private string Ask(string request)
    {
        using Socket socket = Open(_services.HttpPort);
        socket.Send(Encoding.ASCII.GetBytes(request));
        var answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = socket.Receive(buffer)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }
}
