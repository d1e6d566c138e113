using System.CommandLine;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass report</c>: what to send to somebody who shall help.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var session = new SessionOptions();
        var file = new Option<string?>("--file", "-f") { Description = "Where to write it; default: standard output.", HelpName = "file" };
        var command = new Command("report", "Everything about this cluster's upgrades for somebody who shall help, as YAML: our objects and their Events, without keys, passwords and addresses.") { file };
        session.AddTo(command);
        command.SetAction((result, cancellation) => session.RunAsync(result, api => AskAsync(result, api, result.GetValue(file), cancellation)));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult result, ApiSession api, string? file, CancellationToken cancellation)
    {
        var read = await new ReportBundle(api.Api, api.Namespace, TimeProvider.System).ReadAsync(cancellation).ConfigureAwait(false);
        if (!read.TryGet(out var text, out var failure))
        {
            return Failure.Report(RunReader.Explain(failure, api.Namespace));
        }

        if (file is null)
        {
            result.InvocationConfiguration.Output.Write(text);
            return 0;
        }

        if (TextFile.Write(file, text) is { } problem)
        {
            return Failure.Report(problem);
        }

        result.InvocationConfiguration.Output.WriteLine($"written: {file}. Read it before you send it on: names of nodes are in it");
        return 0;
    }
}
