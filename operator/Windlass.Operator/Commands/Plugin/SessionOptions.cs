using System.CommandLine;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary>Options of every verb that asks the API: where, which cluster, and in what form the answer is wanted.</summary>
internal sealed class SessionOptions
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "kubeconfig file; default: $KUBECONFIG, then ~/.kube/config.", HelpName = "file" };
    private readonly Option<string?> _context = new("--context") { Description = "Context of the kubeconfig; default: the current one." };
    private readonly Option<string?> _space = new("--namespace", "-n") { Description = "Namespace, which is one cluster; default: the context's." };
    private readonly Option<OutputFormat> _format = new("--output", "-o") { Description = "text, json or yaml.", HelpName = "text|json|yaml" };

    /// <summary>Adds what every verb has.</summary>
    public void AddTo(Command command)
    {
        command.Add(_kubeconfig);
        command.Add(_context);
        command.Add(_space);
    }

    /// <summary>Adds the form of the answer too.</summary>
    public void AddWithOutputTo(Command command)
    {
        AddTo(command);
        command.Add(_format);
    }

    public OutputFormat Format(ParseResult result) => result.GetValue(_format);

    /// <summary>Connects, and asks.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="ask">What is asked; returns the exit status.</param>
    /// <returns>Exit status; <see cref="ExitCodes.BadInput"/> when the kubeconfig cannot be used.</returns>
    public async Task<int> RunAsync(ParseResult result, Func<ApiSession, Task<int>> ask)
    {
        var settings = new SessionSettings(result.GetValue(_kubeconfig), result.GetValue(_context), result.GetValue(_space));
        var session = ApiSession.Open(settings, out var problem);
        if (session is null)
        {
            return Failure.Report(problem!, ExitCodes.BadInput);
        }

        await using (session)
        {
            return await ask(session).ConfigureAwait(false);
        }
    }

    /// <summary>Connects, reads one upgrade and what belongs to it, and asks about it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="upgrade">Its name; null: the one at work, else the last one.</param>
    /// <param name="ask">What is asked; returns the exit status.</param>
    /// <param name="cancellation">The person gives up.</param>
    public Task<int> ReadAsync(ParseResult result, string? upgrade, Func<ApiSession, RunSight, Task<int>> ask, CancellationToken cancellation) =>
        RunAsync(result, async session => await new RunReader(session.Api, session.Namespace, TimeProvider.System).ReadAsync(upgrade, cancellation).ConfigureAwait(false) switch
        {
            RunReading.Found found => await ask(session, found.Sight).ConfigureAwait(false),
            RunReading.Failed failed => Failure.Report(failed.Message),
            _ => throw new InvalidOperationException("closed set"),
        });
}
