using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Windlass.Core.Api;
using Windlass.Core.Api.Releases;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Api.WorkOrders;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Planning.Plans;

/// <summary>
/// What a plan follows from, in one canonical text: the release, the policy, and of each node what decides its part. Times, messages and
/// counters are no part of it, so that looking again changes nothing.
/// </summary>
internal static class PlanFacts
{
    /// <summary>The same release object has the same digest. It goes when the object goes.</summary>
    private static readonly ConditionalWeakTable<ClusterReleaseSpec, string> Releases = [];

    /// <summary>Digest of a text, as it stands in the API.</summary>
    public static string Digest(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Digest of what a release says.</summary>
    public static string Of(ClusterReleaseSpec release) =>
        Releases.GetValue(release, static spec => Digest(JsonSerializer.Serialize(spec, WindlassJson.Default.ClusterReleaseSpec)));

    /// <summary>Digest of how fast and how careful, and of what is left out.</summary>
    public static string Of(ClusterUpgradeSpec spec) => Digest(string.Join(
        '\n',
        JsonSerializer.Serialize(spec.Strategy, WindlassJson.Default.UpgradeStrategy),
        string.Join(',', spec.SkipComponents.Order(StringComparer.Ordinal)),
        string.Join(',', spec.SkipChecks.Order())));

    /// <summary>What of a node does not depend on its name: nodes with the same text are alike.</summary>
    public static string Kind(NodeSlot slot)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', slot.Spec.Roles);
        foreach (var component in slot.Components)
        {
            if (component.State == ComponentState.AtTarget)
            {
                continue;
            }

            text.Append('\n').Append(component.Name).Append('\t').AppendJoin(',', component.Schema);
            foreach (var package in component.Packages)
            {
                text.Append('\n').Append(package.Name).Append('\t').Append(package.Version).Append('\t').Append(package.Target);
            }
        }

        return text.ToString();
    }

    /// <summary>Hash over nodes, each with its name and its place.</summary>
    /// <param name="head">What stands before them.</param>
    /// <param name="slots">Nodes by name.</param>
    public static string Hash(string head, ImmutableArray<NodeSlot> slots)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        foreach (var slot in slots)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"\0{slot.Name}\t{slot.Spec.FailureDomain}\t{(slot.HoldsFloatingAddress ? "address" : "")}\t{Kind(slot)}"));
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
