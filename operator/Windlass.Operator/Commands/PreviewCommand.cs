using System.CommandLine;
using System.Text.Json;
using Windlass.Operator.Previewing;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass plan</c> and <c>windlass preflight</c>: what an upgrade would do to real nodes, without changing any.</summary>
internal static class PreviewCommand
{
    public static Command Plan() => Create("plan", "Show what an upgrade would do, node by node, without changing anything. Exit status: 0 well, 1 preflight fails, 2 bad input.", isPlan: true);

    public static Command Preflight() => Create("preflight", "Only the checks that come before an upgrade, without changing anything. Exit status: 0 well, 1 a check fails, 2 bad input.", isPlan: false);

    private static Command Create(string name, string description, bool isPlan)
    {
        var (command, options) = (new Command(name, description), new PreviewOptions());
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            if (options.Read(result, out var problem) is not { } settings)
            {
                return Failure.Report(problem!, ExitCodes.BadInput);
            }

            var isJson = options.IsJson(result);
            var preview = new Preview(settings, result.InvocationConfiguration.Error, TimeProvider.System);
            try
            {
                return await preview.RunAsync(
                    (set, projection, nodes) => isJson ? JsonSerializer.Serialize(PlanDocument.Of(set.Upgrade, projection, isPlan), PlanJson.Default.PlanDocument) + "\n"
                        : isPlan ? PlanText.Plan(set.Upgrade, projection, nodes)
                        : PlanText.Preflight(set.Upgrade, projection, nodes),
                    result.InvocationConfiguration.Output,
                    cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // A signal is no answer, and no script may take it for "all is well".
                return Failure.Report("stopped before everything was looked at", ExitCodes.CheckFailed);
            }
        });
        return command;
    }
}
