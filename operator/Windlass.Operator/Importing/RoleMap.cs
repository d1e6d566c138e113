using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Windlass.Operator.Importing;

/// <summary>Which group of an inventory makes which role.</summary>
internal sealed partial class RoleMap
{
    /// <summary>A node's first role decides in which window it moves as a satellite: the weightiest stands first.</summary>
    private static readonly ImmutableArray<string> Weight =
        ["controller", "network", "compute", "volume", "messaging", "swiftproxy", "swiftstore"];

    private readonly FrozenDictionary<string, string> _roles;
    private readonly bool _isGroupRole;

    private RoleMap(Dictionary<string, string> roles, bool isGroupRole) => (_roles, _isGroupRole) = (roles.ToFrozenDictionary(StringComparer.Ordinal), isGroupRole);

    /// <summary>Common names of groups in Ansible inventories.</summary>
    public static RoleMap Ansible { get; } = new(
        new()
        {
            ["control"] = "controller", ["controller"] = "controller", ["controllers"] = "controller",
            ["network"] = "network", ["networks"] = "network", ["networker"] = "network", ["networkers"] = "network",
            ["compute"] = "compute", ["computes"] = "compute",
            ["storage"] = "volume", ["volume"] = "volume", ["volumes"] = "volume",
            ["messaging"] = "messaging", ["swiftproxy"] = "swiftproxy", ["swiftstore"] = "swiftstore",
        },
        isGroupRole: false);

    /// <summary>The groups at the top of Kolla's multinode file; the many others name services, which the packages on a node tell better.</summary>
    public static RoleMap Kolla { get; } = new(
        new() { ["control"] = "controller", ["network"] = "network", ["compute"] = "compute", ["storage"] = "volume" }, isGroupRole: false);

    /// <summary>Roles of openstack-cluster-installer are ours; those that it never upgrades are left out unless asked for.</summary>
    public static RoleMap Oci { get; } = new(
        ((string[])["sql", "sqlmsg", "dns", "billmon", "billosd", "cephmon", "cephosd", "without-role"]).ToDictionary(name => name, _ => ""), isGroupRole: true);

    /// <summary>With what a person said on top.</summary>
    /// <param name="wishes">GROUP=ROLE each; an empty role takes a group out.</param>
    /// <param name="problem">The first wish that is not of that form; null: none.</param>
    public RoleMap With(IEnumerable<string> wishes, out string? problem)
    {
        var roles = new Dictionary<string, string>(_roles, StringComparer.Ordinal);
        problem = null;
        foreach (var wish in wishes)
        {
            var equals = wish.IndexOf('=');
            if (equals < 1 || (equals + 1 < wish.Length && !IsRole(wish[(equals + 1)..])))
            {
                problem ??= $"--role {wish}: write GROUP=ROLE, the role in lower case as the releases call it, for example --role controllers=controller";
                continue;
            }

            roles[wish[..equals]] = wish[(equals + 1)..];
        }

        return new RoleMap(roles, _isGroupRole);
    }

    /// <summary>Roles of a host, the weightiest first.</summary>
    public ImmutableArray<string> Of(InventoryHost host) =>
    [
        .. host.Groups.Select(Role).Where(role => role.Length > 0).Distinct()
            .OrderBy(role => Weight.IndexOf(role) is >= 0 and var place ? place : Weight.Length)
            .ThenBy(role => role, StringComparer.Ordinal),
    ];

    private string Role(string group)
    {
        var role = group.ToLower(CultureInfo.InvariantCulture);
        return _roles.TryGetValue(group, out var known) ? known : _isGroupRole && IsRole(role) && group != InventoryBuilder.All ? role : "";
    }

    /// <summary>Short enough for a label of its own.</summary>
    private static bool IsRole(string text) => text.Length <= 50 && RolePattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9.]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();
}
