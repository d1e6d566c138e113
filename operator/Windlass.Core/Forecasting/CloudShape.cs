using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Api.Meta;
using Windlass.Core.Api.Nodes;
using Windlass.Core.Api.Releases;

namespace Windlass.Core.Forecasting;

/// <summary>How many nodes of which role an imagined cloud has.</summary>
/// <param name="Counts">Nodes by role, in the order they are made.</param>
public sealed record CloudShape(ImmutableArray<RoleCount> Counts)
{
    /// <summary>Nodes of one role that an imagined cloud may have.</summary>
    public const int MostNodes = 100_000;

    private const int Servers = 3;
    private const int Hosts = 250;

    /// <summary>All of them.</summary>
    public int Nodes => Counts.Sum(count => count.Nodes);

    /// <summary>Reads <c>controllers=3,network=12,compute=83</c>. Every text is answered, none throws.</summary>
    /// <param name="text">Roles and counts; a plural is understood.</param>
    /// <param name="release">The release whose roles are meant.</param>
    /// <param name="problem">What is wrong; null: nothing.</param>
    public static CloudShape? Parse(string text, ClusterReleaseSpec release, out string? problem)
    {
        var known = Roles(release);
        var counts = ImmutableArray.CreateBuilder<RoleCount>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, number) = part.Split('=') is [var left, var right] ? (left.Trim(), right.Trim()) : ("", "");
            var role = known.Contains(name) || !known.Contains(name.TrimEnd('s')) ? name : name.TrimEnd('s');
            if (role.Length == 0 || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostNodes)
            {
                problem = $"'{part}': write ROLE=COUNT, for example compute=83, with a count from 1 to {MostNodes}";
                return null;
            }

            if (!known.Contains(role) || counts.Any(other => other.Role == role))
            {
                problem = known.Contains(role) ? $"{role} stands there twice" : $"the release knows no role {role}; it has {string.Join(", ", known)}";
                return null;
            }

            counts.Add(new RoleCount(role, count));
        }

        problem = null;
        return new CloudShape(counts.ToImmutable());
    }

    /// <summary>
    /// A cloud of a number of nodes: three for each role that serves and has no satellites of its own kind, of the others network nodes as the first user
    /// has them, one in eight, and computes; where a release has no such roles, its satellites in equal parts.
    /// </summary>
    /// <param name="nodes">How many.</param>
    /// <param name="release">The release.</param>
    /// <returns>Null: too few for one of each role.</returns>
    public static CloudShape? Of(int nodes, ClusterReleaseSpec release)
    {
        var known = Roles(release);
        var serving = (known.Contains("controller") ? known.Where(role => role is "controller" or "messaging") : Serving(release)).ToImmutableArray();
        var others = (known.Contains("compute") ? known.Where(role => role is "network" or "compute") : known.Except(serving)).Order(StringComparer.Ordinal).ToImmutableArray();
        var left = nodes - (Servers * serving.Length);
        if (left < others.Length || nodes > MostNodes)
        {
            return null;
        }

        var counts = serving.Select(role => new RoleCount(role, Servers)).ToList();
        for (var i = 0; i < others.Length; i++)
        {
            var share = i == others.Length - 1 ? left : others[i] == "compute" ? left - (left / 8) : Math.Max(1, left / (others.Length - i));
            share = Math.Min(share, left - (others.Length - 1 - i));
            counts.Add(new RoleCount(others[i], share));
            left -= share;
        }

        return new CloudShape([.. counts]);
    }

    /// <summary>The nodes, named after their roles. Controllers run HAProxy; where a release has none, every node that serves does.</summary>
    /// <param name="space">Their namespace.</param>
    /// <param name="release">The release.</param>
    /// <param name="racks">Failure domains; the nodes of a role are spread over them in blocks.</param>
    public ImmutableArray<ClusterNode> Build(string space, ClusterReleaseSpec release, int racks)
    {
        var balancing = Counts.Any(count => count.Role == "controller") ? ["controller"] : Serving(release);
        var nodes = ImmutableArray.CreateBuilder<ClusterNode>(Nodes);
        foreach (var count in Counts)
        {
            for (var number = 0; number < count.Nodes; number++)
            {
                nodes.Add(Node(space, count, number, nodes.Count, racks, balancing.Contains(count.Role)));
            }
        }

        return nodes.MoveToImmutable().Sort((left, right) => string.CompareOrdinal(left.Metadata.Name, right.Metadata.Name));
    }

    private static ClusterNode Node(string space, RoleCount count, int number, int index, int racks, bool hasHAProxy)
    {
        var digits = count.Nodes.ToString(CultureInfo.InvariantCulture).Length;
        var name = $"{count.Role}-{(number + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
        var rack = (long)number * racks / Math.Max(racks, count.Nodes);
        return new ClusterNode
        {
            Metadata = new ObjectMeta { Name = name, Namespace = space, Generation = 1 },
            Spec = new ClusterNodeSpec
            {
                Address = $"10.{index / Hosts / Hosts}.{index / Hosts % Hosts}.{(index % Hosts) + 1}",
                Roles = [count.Role],
                FailureDomain = $"rack-{(rack + 1).ToString(CultureInfo.InvariantCulture).PadLeft(racks.ToString(CultureInfo.InvariantCulture).Length, '0')}",
                Ssh = new NodeSsh { SecretRef = new SecretReference { Name = "simulated" } },
                Haproxy = hasHAProxy ? new NodeHAProxy { ServerName = name } : null,
            },
        };
    }

    private static ImmutableArray<string> Roles(ClusterReleaseSpec release) =>
        [.. Serving(release).Concat(release.Components.SelectMany(component => component.Satellites).Select(satellite => satellite.Role)).Distinct()];

    private static ImmutableArray<string> Serving(ClusterReleaseSpec release) =>
        [.. release.Components.Select(component => component.ControlPlane?.Role).OfType<string>().Distinct()];
}
