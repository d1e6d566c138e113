using System.CommandLine;
using Windlass.Operator.Page;
using Windlass.Operator.Plugin;

namespace Windlass.Operator.Commands.Plugin;

/// <summary><c>kubectl windlass report</c>: what to send to somebody who shall help.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var session = new SessionOptions();
        var file = new Option<string?>("--file", "-f") { Description = "Where to write it; default: standard output.", HelpName = "file" };
        var html = new Option<bool>("--html") { Description = "One run as a page in one file, for the post-mortem: its course, nodes, drains and schema windows." };
        var upgrade = UpgradeArgument.Create();
        var command = new Command("report", "Everything about this cluster's upgrades for somebody who shall help, as YAML: our objects and their Events, without keys, passwords and addresses.") { upgrade, file, html };
        session.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(html) && result.GetValue(upgrade) is { } name)
            {
                result.AddError($"report has all upgrades in it: leave out {name}, or give --html for a page of that one");
            }
        });
        command.SetAction((result, cancellation) => result.GetValue(html)
            ? session.ReadAsync(result, result.GetValue(upgrade), (_, sight) => Task.FromResult(Write(result, result.GetValue(file), RunFile.Of(sight))), cancellation)
            : session.RunAsync(result, api => AskAsync(result, api, result.GetValue(file), cancellation)));
        return command;
    }

    private static async Task<int> AskAsync(ParseResult result, ApiSession api, string? file, CancellationToken cancellation)
    {
        var read = await new ReportBundle(api.Api, api.Namespace, TimeProvider.System).ReadAsync(cancellation).ConfigureAwait(false);
        return read.TryGet(out var text, out var failure) ? Write(result, file, text) : Failure.Report(RunReader.Explain(failure, api.Namespace));
    }

    private static int Write(ParseResult result, string? file, string text)
    {
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
