using System.Net.Sockets;
using System.Text;
using Windlass.HAProxy.Runtime;

namespace Windlass.HAProxy.Tests.Runtime;

public sealed class RuntimeSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wl-sock-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task NobodyListens_Ask_Fails()
    {
        var answer = await new RuntimeSocket(SocketPath, TimeProvider.System).AskAsync("show info", TestContext.Current.CancellationToken);

        Assert.Contains(SocketPath, Assert.IsType<RuntimeAnswer.Failed>(answer).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task PathNoSocketCanHave_Ask_Fails(int length)
    {
        var answer = await new RuntimeSocket(new string('x', length), TimeProvider.System).AskAsync("show info", TestContext.Current.CancellationToken);

        Assert.IsType<RuntimeAnswer.Failed>(answer);
    }

    [Fact]
    public async Task AnswerInPieces_Ask_ReadsToTheEndAfterHalfClose()
    {
        var (asked, answer) = await AskAsync(["one ", "two\n"]);

        Assert.Equal("show info\n", asked);
        Assert.Equal("one two\n", Assert.IsType<RuntimeAnswer.Text>(answer).Value);
    }

    [Fact]
    public async Task EndlessAnswer_Ask_Fails()
    {
        var (_, answer) = await AskAsync(Enumerable.Repeat(new string('x', 1024 * 1024), 10));

        Assert.Contains("8 MiB", Assert.IsType<RuntimeAnswer.Failed>(answer).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilentPeer_Ask_FailsAtTheDeadline()
    {
        var time = new DeadlineTime();
        using var listener = Listen();
        var asking = new RuntimeSocket(SocketPath, time).AskAsync("show info", TestContext.Current.CancellationToken);
        using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RuntimeSocket.Deadline, time.Due);
        time.Pass();

        Assert.Contains("no answer within 5 s", Assert.IsType<RuntimeAnswer.Failed>(await asking).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallerGivesUp_Ask_IsCancelled()
    {
        using var listener = Listen();
        using var cancellation = new CancellationTokenSource();
        var asking = new RuntimeSocket(SocketPath, TimeProvider.System).AskAsync("show info", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private string SocketPath => Path.Combine(_folder.FullName, "s");

    private async Task<(string Asked, RuntimeAnswer Answer)> AskAsync(IEnumerable<string> pieces)
    {
        using var listener = Listen();
        var asking = new RuntimeSocket(SocketPath, TimeProvider.System).AskAsync("show info", TestContext.Current.CancellationToken);
        var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(peer, ownsSocket: true);
        var asked = await new StreamReader(stream, leaveOpen: true).ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(piece), TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // The asker hung up on an answer too long: that is what is tested, and its outcome may be a moment behind.
        }

        stream.Close();
        return (asked, await asking);
    }

    private Socket Listen()
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        return listener;
    }

    /// <summary>Time in which the one timer fires when the test says so.</summary>
    private sealed class DeadlineTime : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;

        internal TimeSpan? Due { get; private set; }

        internal void Pass() => _callback!(_state);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state, Due) = (callback, state, dueTime);
            return new Stopped();
        }

        private sealed class Stopped : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
