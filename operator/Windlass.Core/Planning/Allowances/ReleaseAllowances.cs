using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Windlass.Core.Api.Gates;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Observation;
using Windlass.Core.Planning.Gates;
using Windlass.Core.Planning.Nodes;

namespace Windlass.Core.Planning.Allowances;

/// <summary>What a node must allow so that it can be brought to a release.</summary>
public static class ReleaseAllowances
{
    private static readonly ImmutableArray<string> Steps =
    [
        "quiesce", "unquiesce", "repair-packages", "switch-repository", "stage", "preinstall", "stop-and-hold", "install", "sync-schema", "release", "restart",
    ];

    /// <summary>Everything that the release may ask for on nodes of some roles.</summary>
    /// <param name="release">The release.</param>
    /// <param name="roles">Roles: schema commands and checks run where a component's API is.</param>
    public static IEnumerable<string> Of(ClusterReleaseSpec release, IReadOnlySet<string> roles) =>
    [
        .. Steps.Select(AllowanceLine.Step),
        Repository(release.Repository),
        .. release.Repository.Supersedes.Select(glob => $"supersedes {glob}"),
        .. release.Components.SelectMany(component => component.SourcePackages).Select(source => $"source {source}"),
        .. release.Components.SelectMany(component => component.NewPackages).Select(added => $"new {added.Package}"),
        .. release.RemovablePackages.Select(package => $"removable {package}"),
        .. Questions(release),
        .. UnitNames.NamedBy(release).Select(unit => $"unit {unit}"),
        .. release.Components.SelectMany(component => component.ControlPlane?.Backends ?? []).Select(backend => $"backend {backend}"),
        .. release.Components.Where(component => Serves(component, roles)).SelectMany(Commands),
        .. release.Components.Where(component => Serves(component, roles)).Select(component => component.UpgradeCheck).OfType<ComponentCommand>().Select(check => AllowanceLine.Check(check.User, check.Run)),
        .. Configuration(release),
        .. Asked(release.Gates),
    ];

    /// <summary>What an upgrade asks for besides.</summary>
    /// <param name="upgrade">The upgrade.</param>
    public static IEnumerable<string> Of(ClusterUpgradeSpec upgrade)
    {
        var strategy = upgrade.Strategy;
        if (strategy.ControlPlane.Reboot != RebootPolicy.Never || strategy.Satellites.Values.Any(satellite => satellite.Reboot != RebootPolicy.Never))
        {
            yield return AllowanceLine.Step("reboot");
        }

        if (strategy.Autoremove != AutoremovePolicy.Never)
        {
            yield return AllowanceLine.Step("autoremove");
        }

        foreach (var line in Asked(upgrade.Gates))
        {
            yield return line;
        }
    }

    /// <summary>Schema commands of a component, and its check in place.</summary>
    /// <param name="component">The component.</param>
    public static IEnumerable<string> Commands(ReleaseComponent component)
    {
        IEnumerable<(SchemaPhase Phase, ComponentCommand? Command)> all =
        [
            (SchemaPhase.Expand, component.Schema?.Expand),
            .. (component.Schema?.Edges ?? []).Select(edge => (SchemaPhase.Expand, edge.Expand)),
            (SchemaPhase.Migrate, component.Schema?.Migrate),
            (SchemaPhase.Contract, component.Schema?.Contract),
            (SchemaPhase.OnlineMigrations, component.Schema?.OnlineMigrations),
            (SchemaPhase.UpgradeCheck, component.UpgradeCheck),
        ];
        return all.Where(each => each.Command is not null).Select(each => AllowanceLine.Schema(each.Phase, each.Command!.User, each.Command.Run));
    }

    /// <summary>What will be wanted of one node that is behind: asked for before anything is changed.</summary>
    internal static ImmutableArray<string> WantedOf(NodeView view, ImmutableArray<ComponentFacts> components) =>
    [
        .. Steps.Select(AllowanceLine.Step),
        .. Questions(view.Release),
        .. components.Where(facts => Serves(facts.Component, view.Spec.Roles)).SelectMany(facts => Commands(facts.Component)),
    ];

    private static bool Serves(ReleaseComponent component, IEnumerable<string> roles) => component.ControlPlane is { } plane && roles.Contains(plane.Role);

    private static IEnumerable<string> Configuration(ClusterReleaseSpec release) => release.Quiesce
        .Select(service => service.RunAtEnd).OfType<ConfigurationRun>()
        .SelectMany(run => (IEnumerable<string>)[AllowanceLine.Step("configure"), AllowanceLine.Configure(run.Command)]);

    private static IEnumerable<string> Asked(IEnumerable<HealthGate> gates) =>
        gates.Select(GateQuestion.Of).OfType<Inquiry.Command>().Select(command => AllowanceLine.Ask(command.Argv));

    private static IEnumerable<string> Questions(ClusterReleaseSpec release) => release.MigrationQuestions.Select(question => $"question {question}");

    private static string Repository(ReleaseRepository repository) =>
        $"repository {repository.File} {RepositoryDigest.Of(repository.Content)} " + (repository.Keyring is { } keyring
            ? $"{keyring.Name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keyring.Armored)))}"
            : "- -");
}
