using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Identities;
using Windlass.Core.Observation;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Scripts;
using Windlass.Nodes.Transport;

namespace Windlass.Nodes;

/// <summary>A node behind the OpenSSH client: one master while it is in use, and every exchange over it.</summary>
internal sealed partial class SshNode : INode
{
    /// <summary>sshd allows 10 sessions on one connection by default; more would be refused and look like a lost connection.</summary>
    private const int Sessions = 4;

    private readonly NodeAddress address;
    private readonly OpenSshOptions options;
    private readonly RuntimeFolder runtime;
    private readonly TrafficCount traffic;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SemaphoreSlim connecting = new(1, 1);
    /// <summary>On a small or busy node APT needs long to tell what nothing needs; a look that asks this is no sign of a dead node.</summary>
    private static readonly TimeSpan AptPatience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim sessions = new(Sessions, Sessions);
    private SshFiles? files;
    private SshMaster? master;

    /// <summary>No I/O happens until the first call.</summary>
    public SshNode(NodeAddress address, OpenSshOptions options, RuntimeFolder runtime, TrafficCount traffic, TimeProvider time, ILogger logger)
    {
        this.address = address;
        this.options = options;
        this.runtime = runtime;
        this.traffic = traffic;
        this.time = time;
        this.logger = logger;
    }

    /// <inheritdoc/>
    public NodeName Name => address.Name;

    /// <inheritdoc/>
    public async Task<ObserveOutcome> ObserveAsync(ObservationRequest request, CancellationToken ct)
    {
        var (nonce, patience) = (Nonce(), request.UnneededBy.Length > 0 ? AptPatience : TimeSpan.Zero);
        var outcome = await ExchangeAsync(ObserveScript.Program(request, nonce), options.ExchangeTimeout + patience, ct).ConfigureAwait(false);
        return outcome switch
        {
            ExchangeOutcome.Failed f => new ObserveOutcome.Failed(f.Failure),
            ExchangeOutcome.Refused r => new ObserveOutcome.Failed(new NodeFailure(NodeFailureKind.OrderRefused, r.Reason)),
            ExchangeOutcome.Completed c => ObservationAnswer.Parse(c.Answer, request, time.GetUtcNow()) is { } observation
                ? new ObserveOutcome.Observed(observation)
                : new ObserveOutcome.Failed(NotUnderstood("the observation")),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> AdvanceAsync(StepOrder order, CancellationToken ct)
    {
        var body = StepBody.Of(order.Step);
        if (body.Offence is { } offence)
        {
            return new StepOutcome.Refused($"'{offence}' is not usable as a name in step {body.Kind}");
        }

        if (!StepScript.IsUsable(order.Id))
        {
            return new StepOutcome.Refused($"'{order.Id}' is not usable as the identity of a step");
        }

        var program = StepScript.Program(order, body, options.StepWait, Nonce());
        var outcome = await ExchangeAsync(program, options.ExchangeTimeout + options.StepWait, ct).ConfigureAwait(false);
        return outcome switch
        {
            ExchangeOutcome.Failed f => new StepOutcome.Failed(f.Failure),
            ExchangeOutcome.Refused r => new StepOutcome.Refused(r.Reason),
            ExchangeOutcome.Completed c => StepAnswer.Parse(c.Answer, order, time.GetUtcNow()) ?? new StepOutcome.Failed(NotUnderstood("the state of the step")),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <inheritdoc/>
    public async Task<InquiryOutcome> AskAsync(Inquiry inquiry, CancellationToken ct)
    {
        if (InquiryScript.Offence(inquiry) is { } offence)
        {
            return new InquiryOutcome.Refused(offence);
        }

        var (nonce, patience) = (Nonce(), inquiry is Inquiry.Command command ? command.Timeout : TimeSpan.Zero);
        var outcome = await ExchangeAsync(InquiryScript.Program(inquiry, nonce), options.ExchangeTimeout + patience, ct).ConfigureAwait(false);
        return outcome switch
        {
            ExchangeOutcome.Failed f => new InquiryOutcome.Failed(f.Failure),
            ExchangeOutcome.Refused r => new InquiryOutcome.Refused($"{Name} refuses: {r.Reason}"),
            ExchangeOutcome.Completed c => InquiryAnswer.Parse(c.Answer) ?? (InquiryOutcome)new InquiryOutcome.Failed(NotUnderstood("the answer")),
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <inheritdoc/>
    public async Task<ForwardOutcome> ForwardAsync(string remoteSocketPath, CancellationToken ct)
    {
        if (!remoteSocketPath.StartsWith('/') || remoteSocketPath.Any(c => c is <= ' ' or ':' or (char)127))
        {
            return new ForwardOutcome.Failed(new NodeFailure(NodeFailureKind.Unreachable, $"'{remoteSocketPath}' is not a usable socket path"));
        }

        await connecting.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var opened = await OpenAsync(ct).ConfigureAwait(false);
            return opened switch
            {
                MasterOutcome.Failed f => new ForwardOutcome.Failed(f.Failure),
                MasterOutcome.Ready when address.Access == NodeAccess.Wrapper => Relayed(remoteSocketPath),
                MasterOutcome.Ready r => await ForwardOverAsync(r.Master, remoteSocketPath, ct).ConfigureAwait(false),
                _ => throw new InvalidOperationException("closed set"),
            };
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <inheritdoc/>
    public async Task DisconnectAsync(CancellationToken ct)
    {
        await connecting.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            connecting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseRelaysAsync().ConfigureAwait(false);
        await DisconnectAsync(CancellationToken.None).ConfigureAwait(false);
        if (files is not null && Directory.Exists(files.Folder))
        {
            Directory.Delete(files.Folder, recursive: true);
        }
    }

    private static string Nonce() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private static NodeFailure NotUnderstood(string what) => new(NodeFailureKind.Garbled, $"{what} came back whole, but was not understood");

    private async Task<ExchangeOutcome> ExchangeAsync(NodeProgram program, TimeSpan deadline, CancellationToken ct)
    {
        var room = program.Name == "haproxy" ? relaySessions : sessions;
        await room.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var opened = await OpenLockedAsync(ct).ConfigureAwait(false);
            return opened switch
            {
                MasterOutcome.Failed f => new ExchangeOutcome.Failed(f.Failure),
                MasterOutcome.Ready r => await ExchangeOverAsync(r.Master, program, deadline, ct).ConfigureAwait(false),
                _ => throw new InvalidOperationException("closed set"),
            };
        }
        finally
        {
            room.Release();
        }
    }

    private async Task<ExchangeOutcome> ExchangeOverAsync(SshMaster over, NodeProgram program, TimeSpan deadline, CancellationToken ct)
    {
        traffic.CountExchange();
        var text = address.Access == NodeAccess.Wrapper ? program.ForWrapper : program.ForShell;
        var result = await ChildProcess.RunAsync("ssh", files!.SessionArguments(), text, program.LongestAnswer, deadline, time, ct).ConfigureAwait(false);
        if (result.End == ChildEnd.Exited && FramedAnswer.Parse(result.Output, program.Nonce) is { } answer)
        {
            return answer.Refusal is { } reason ? new ExchangeOutcome.Refused(reason) : new ExchangeOutcome.Completed(answer);
        }

        var failure = SshComplaint.OfExchange(result, address.Access);
        if (failure.Kind is NodeFailureKind.ConnectionLost or NodeFailureKind.TimedOut)
        {
            // A master that is stopped or cut off would take every later exchange down with it: the next call connects anew.
            over.Abandon();
        }

        LogExchangeFailed(Name, failure.Kind, failure.Message);
        return new ExchangeOutcome.Failed(failure);
    }

    private async Task<MasterOutcome> OpenLockedAsync(CancellationToken ct)
    {
        await connecting.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await OpenAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            connecting.Release();
        }
    }

    private async Task<MasterOutcome> OpenAsync(CancellationToken ct)
    {
        if (master is { IsAlive: true })
        {
            return new MasterOutcome.Ready(master);
        }

        await CloseAsync().ConfigureAwait(false);
        if (SshFiles.Check(address) is { } unusable)
        {
            return new MasterOutcome.Failed(unusable);
        }

        files ??= SshFiles.Write(address, runtime.Create(), runtime.FirstSeenKeys(address), options.SshConfigFile);
        traffic.CountConnection();
        var outcome = await SshMaster.OpenAsync(files, options.ConnectTimeout, time, ct).ConfigureAwait(false);
        if (outcome is MasterOutcome.Ready ready)
        {
            master = ready.Master;
            LogConnected(Name);
        }
        else if (outcome is MasterOutcome.Failed failed)
        {
            LogNotConnected(Name, failed.Failure.Kind, failed.Failure.Message);
        }

        return outcome;
    }

    private async Task CloseAsync()
    {
        if (master is not { } old)
        {
            return;
        }

        master = null;
        await old.DisposeAsync().ConfigureAwait(false);
        LogDisconnected(Name);
    }

    private async Task<ForwardOutcome> ForwardOverAsync(SshMaster over, string remote, CancellationToken ct)
    {
        if (over.Forwards.TryGetValue(remote, out var known))
        {
            return new ForwardOutcome.Forwarded(known);
        }

        var local = Path.Combine(files!.Folder, over.Forwards.Count.ToString(CultureInfo.InvariantCulture) + "f");
        File.Delete(local);
        var result = await ChildProcess.RunAsync(
            "ssh", files.ControlArguments("forward", "-L", $"{local}:{remote}"), "", TimeSpan.FromSeconds(5), time, ct).ConfigureAwait(false);
        if (result is { End: ChildEnd.Exited, ExitCode: 0 })
        {
            over.Forwards[remote] = local;
            return new ForwardOutcome.Forwarded(local);
        }

        over.Abandon();
        return new ForwardOutcome.Failed(SshComplaint.OfExchange(result, address.Access));
    }
}
