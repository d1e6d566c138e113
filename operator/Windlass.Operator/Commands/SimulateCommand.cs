using System.CommandLine;
using System.Globalization;
using Windlass.Operator.Simulating;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass simulate</c>: how an upgrade would go, and how long, without any node.</summary>
internal sealed class SimulateCommand
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "Manifests of the upgrade, the releases (target and installed) and, unless a cloud is made up, the nodes: a file, a folder, or -.", HelpName = "file",
    };

    private readonly Option<string> _space = new("--namespace", "-n") { Description = "Namespace of the objects; those that name none belong to it.", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _upgrade = new("--upgrade") { Description = "Name of the ClusterUpgrade, when the files have several." };
    private readonly Option<int?> _nodes = new("--nodes") { Description = "Make up a cloud of so many nodes.", HelpName = "number" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Make up a cloud: controllers=3,network=12,compute=83.", HelpName = "role=count,..." };
    private readonly Option<int> _racks = new("--racks") { Description = "Failure domains of a made-up cloud.", DefaultValueFactory = _ => 3 };
    private readonly Option<string?> _from = new("--from") { Description = "Release that is installed; default: the first known one that the target may follow.", HelpName = "release" };
    private readonly Option<string?> _durations = new("--durations")
    {
        Description = "JSON file with seconds by kind of step, or kind and component: {\"Install\": 25, \"Install nova\": 60}; all others are typical.", HelpName = "file",
    };

    private readonly Option<string?> _start = new("--start") { Description = "When the run begins, as RFC 3339: maintenance windows are counted from there; default: now.", HelpName = "time" };
    private readonly Option<string> _format = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = _ => "text" };

    private SimulateCommand()
    {
    }

    public static Command Create()
    {
        var options = new SimulateCommand();
        var command = new Command(
            "simulate",
            "Run an upgrade in simulation, with the planners that would do it: timeline, duration, critical path, risks. Exit status: 0 it reaches its target, 1 it would not, 2 bad input.");
        foreach (var option in (Option[])[options._files, options._space, options._upgrade, options._nodes, options._cluster, options._racks, options._from, options._durations, options._start, options._format])
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) => Task.FromResult(options.Run(result, cancellation)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        if (Read(result, out var problem) is not { } settings)
        {
            return Failure.Report(problem!, ExitCodes.BadInput);
        }

        try
        {
            return new SimulatedUpgrade(settings, result.InvocationConfiguration.Error, TimeProvider.System)
                .Run(result.GetValue(_format) == "json" ? Format.Json : Format.Text, result.InvocationConfiguration.Output, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // A signal is no answer, and no script may take it for "all is well".
            return Failure.Report("stopped before the end of the simulated run", ExitCodes.CheckFailed);
        }
    }

    private SimulateSettings? Read(ParseResult result, out string? problem)
    {
        DateTimeOffset? start = DateTimeOffset.TryParse(
            result.GetValue(_start), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given) ? given : null;
        var files = result.GetValue(_files) ?? [];
        problem = files.Length == 0 ? "say what is wanted: -f FILE with one ClusterUpgrade and its ClusterReleases"
            : result.GetValue(_format) is not ("text" or "json") ? "-o: text or json"
            : result.GetValue(_racks) is < 1 or > 10_000 ? "--racks: from 1 to 10000"
            : result.GetValue(_start) is { } text && start is null ? $"--start {text}: write a time such as 2026-11-23T22:00:00Z"
            : null;
        return problem is not null ? null : new SimulateSettings
        {
            Files = [.. files],
            Namespace = result.GetRequiredValue(_space),
            Upgrade = result.GetValue(_upgrade),
            Nodes = result.GetValue(_nodes),
            Cluster = result.GetValue(_cluster),
            Racks = result.GetValue(_racks),
            From = result.GetValue(_from),
            DurationsFile = result.GetValue(_durations),
            Start = start,
        };
    }
}
