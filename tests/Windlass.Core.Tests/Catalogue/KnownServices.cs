using System.Collections.Immutable;

namespace Windlass.Core.Tests.Catalogue;

/// <summary>
/// Every service that openstack-cluster-installer upgrades, those that it forgets (magnum, manila), and ironic. panko is not here: it
/// was retired upstream. RabbitMQ, MariaDB, OVN and Ceph are not packages of an OpenStack release: they are held.
/// </summary>
internal static class KnownServices
{
    public static readonly ImmutableArray<KnownService> All =
    [
        new("keystone", "keystone", 5000, "keystonepubbe") { After = [], HasCheck = true },
        new("placement", "placement", 8778, "placementbe") { HasCheck = true, HasOnlineMigrations = true },
        new("glance", "glance", 9292, "glancebe") { HasCheck = true },
        new("barbican", "barbican", 9311, "barbicanbe", IsCold: true),
        new("swift", "", 8080, "swiftbe") { Satellites = ["swiftstore"] },
        new("ironic", "ironic", 6385, "ironicbe")
        {
            After = ["keystone", "glance"], HasCheck = true, HasOnlineMigrations = true, RestartsLast = true, StartOrder = ["ironic-conductor", "ironic-api"],
        },
        new("cinder", "cinder", 8776, "cinderbe")
        {
            HasCheck = true, HasOnlineMigrations = true, RestartsLast = true, Satellites = ["volume"],
            StartOrder = ["cinder-scheduler", "cinder-volume", "cinder-backup", "cinder-api"],
        },
        new("nova", "nova", 8774, "novabe")
        {
            After = ["keystone", "placement", "glance", "ironic"], HasCheck = true, HasOnlineMigrations = true, RestartsLast = true, Satellites = ["compute"],
            StartOrder = ["nova-conductor", "nova-scheduler", "nova-novncproxy", "nova-api-metadata", "nova-api"],
        },
        new("neutron", "neutron", 9696, "neutronbe")
        {
            HasCheck = true, Satellites = ["network", "compute"],
            StartOrder = ["neutron-rpc-server", "neutron-api", "neutron-openvswitch-agent", "neutron-l3-agent"],
        },
        new("heat", "heat", 8004, "heatbe", IsCold: true) { StartOrder = ["heat-engine", "heat-api"] },
        new("octavia", "octavia", 9876, "octaviabe", IsCold: true)
        {
            After = ["keystone", "glance", "nova", "neutron"], HasCheck = true,
            StartOrder = ["octavia-worker", "octavia-api", "octavia-health-manager", "octavia-housekeeping"],
        },
        new("designate", "designate", 9001, "designatebe", IsCold: true)
        {
            HasCheck = true, Satellites = ["dns"], StartOrder = ["designate-central", "designate-worker", "designate-mdns", "designate-api"],
        },
        new("manila", "manila", 8786, "manilabe", IsCold: true)
        {
            Satellites = ["share"], StartOrder = ["manila-data", "manila-share", "manila-scheduler", "manila-api"],
        },
        new("magnum", "magnum", 9511, "magnumbe", IsCold: true) { After = ["keystone", "heat"], StartOrder = ["magnum-conductor", "magnum-api"] },
        new("gnocchi", "gnocchi", 8041, "gnocchibe", IsCold: true) { Satellites = ["controller"], StartOrder = ["gnocchi-metricd", "gnocchi-api"] },
        new("ceilometer", "ceilometer", 0, "") { After = ["keystone", "gnocchi", "nova"], Satellites = ["compute"] },
        new("aodh", "aodh", 8042, "aodhbe", IsCold: true) { After = ["keystone", "gnocchi"] },
        new("cloudkitty", "cloudkitty", 8889, "cloudkittybe", IsCold: true) { After = ["keystone", "gnocchi"], HasCheck = true, Satellites = ["controller"] },
        new("horizon", "", 0, "horizonbe") { After = ["keystone", "glance", "cinder", "nova", "neutron"] },
    ];

    /// <summary>A service in a release: the exceptions are here, with their reason.</summary>
    public static KnownService In(string release, KnownService service) => (release, service.Name) switch
    {
        // its check of the compute links fails until the online migrations of this very run are through
        ("bobcat" or "caracal", "nova") => service with { HasCheck = false },
        _ => service,
    };
}
