using System.Net;
using System.Net.Sockets;
using System.Text;
using Windlass.Kubernetes.Api;
using Windlass.Operator.Resources;
using Windlass.Operator.Tests.Plugin;
using Windlass.Operator.Tests.Working;
using Windlass.Testing;

namespace Windlass.Operator.Tests.Page;

/// <summary>A run as it is followed: what comes first, what after a lost connection, and how a stream ends.</summary>
public sealed partial class PageServerTests
{
    [Fact]
    public async Task Stream_Get_HasEverythingFirstThenWhatIsNew()
    {
        using var stream = await FollowAsync(null);
        var whole = await stream.NextAsync("whole");
        Assert.Equal(["ctl1", "ctl2"], whole.Data["nodes"]!.AsObject().Select(node => node.Key));
        await stream.NextAsync("beat");

        await WriteAsync("ctl2", "Install", "begins");
        var change = await stream.NextAsync("change");

        Assert.Equal("Install", change.Data["nodes"]!["ctl2"]!["line"]!["step"]!.GetValue<string>());
        Assert.Equal(["ctl2"], change.Data["nodes"]!.AsObject().Select(node => node.Key));
        Assert.Null(change.Data["head"]);
    }

    [Fact]
    public async Task LostStream_GetWithTheLastId_GetsWhatItMissed()
    {
        string last;
        using (var stream = await FollowAsync(null))
        {
            last = (await stream.NextAsync("whole")).Id;
        }

        await WriteAsync("ctl1", "Release", "starts");

        using var again = await FollowAsync(last);
        var missed = await again.NextAsync(null);

        Assert.Equal("change", missed.Name);
        Assert.Equal(["ctl1"], missed.Data["nodes"]!.AsObject().Select(node => node.Key));
    }

    [Theory]
    [InlineData("another-7")]
    [InlineData("nonsense")]
    public async Task IdOfAnotherOperator_Get_GetsEverything(string id)
    {
        using var stream = await FollowAsync(id);

        Assert.Equal(2, (await stream.NextAsync("whole")).Data["nodes"]!.AsObject().Count);
    }

    [Fact]
    public async Task TokenTakenBack_Follow_EndsTheStream()
    {
        using var stream = await FollowAsync(null);
        await stream.NextAsync("whole");

        _isRevoked = true;
        _time.Advance(TimeSpan.FromSeconds(31));

        await stream.NextAsync("refused");
    }

    [Fact]
    public async Task DeletedUpgrade_Follow_IsSaid()
    {
        using var stream = await FollowAsync(null);
        await stream.NextAsync("whole");

        await Cloud.MustAsync(_api.DeleteAsync(Kinds.Upgrades, new ResourceKey(Runs.Space, "to-birch"), new DeleteOptions(), default));

        await stream.NextAsync("deleted");
    }

    /// <summary>What a reader does not read stays with the kernel up to its limit, and after half a minute the reader is let go.</summary>
    [Fact]
    public async Task ReaderThatDoesNotRead_Follow_IsLetGo()
    {
        var large = new string('x', 8000);
        await Task.WhenAll(Enumerable.Range(100, 3000).Select(number => WriteAsync($"cmp{number}", "Install", large)));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /v1/run HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer good\r\n\r\n"), TestContext.Current.CancellationToken);

        // It writes by now, so its patience has begun.
        await Until.TrueAsync(_time, TimeSpan.FromSeconds(1), () => socket.Available > 1000, "the server writes");
        _time.Advance(TimeSpan.FromSeconds(31));

        var (total, buffer) = (0L, new byte[1 << 16]);
        socket.ReceiveTimeout = 30_000;
        for (int read; (read = Receive(socket, buffer)) > 0;)
        {
            total += read;
        }

        Assert.InRange(total, 1000, 20_000_000);
    }

    [Fact]
    public async Task TooManyReaders_Follow_AreToldToComeLater()
    {
        var streams = new List<EventReader>();
        try
        {
            for (var i = 0; i < 64; i++)
            {
                streams.Add(await FollowAsync(null));
            }

            using var one = await GetAsync("v1/run", "Bearer good");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, one.StatusCode);
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }
    }

    /// <summary>0 or less: the other side has ended it.</summary>
    private static int Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}
