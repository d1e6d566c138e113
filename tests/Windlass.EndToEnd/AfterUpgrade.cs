using Windlass.EndToEnd.Harness;

namespace Windlass.EndToEnd;

/// <summary>What must be true when an upgrade is over, as the nodes tell it.</summary>
internal static class AfterUpgrade
{
    private const string BackUp = "is UP (leaving forced drain)";

    /// <summary>Sources of alder, packages half-done, packages that birch has newer, versions that are not birch's: one line each.</summary>
    private const string WhatIsOld =
        """
        grep -l alder /etc/apt/sources.list.d/* 2>/dev/null
        dpkg -l | awk '$1 != "ii" && /(keystone|glance|nova|neutron|oslo)/'
        LC_ALL=C apt-get -s upgrade | grep ^Inst
        dpkg-query -W -f '${Package} ${Version}\n' python3-nova python3-neutron 2>/dev/null | grep -Ev ' 2:(30|25)\.'
        true
        """;

    private static readonly string[] Components = ["keystone", "glance", "nova", "neutron"];

    /// <summary>`after` of the lab's release.</summary>
    private static readonly (string Component, string Earlier)[] Edges =
        [("glance", "keystone"), ("nova", "keystone"), ("neutron", "keystone")];

    /// <summary>dpkg on every node: all of birch, nothing of alder.</summary>
    public static async Task AssertAtBirchAsync()
    {
        var old = new List<string>();
        foreach (var node in LabFixture.Nodes)
        {
            var report = await LabFixture.OnAsync(node, WhatIsOld);
            old.AddRange(report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{node}: {line}"));
        }

        Assert.Empty(old);
    }

    /// <summary>Enablement, masks, running services and policy as before; nothing of ours left; puppet at work again.</summary>
    public static async Task AssertUntouchedAsync(Dictionary<string, NodeSnapshot> before)
    {
        foreach (var (node, was) in before)
        {
            var now = await NodeSnapshot.TakeAsync(node);
            Assert.Equal(was.UnitFiles, now.UnitFiles);
            Assert.Equal(was.RunningServices, now.RunningServices);
            Assert.Equal(was.Policy, now.Policy);
            Assert.Equal("", now.LeftOvers);
            Assert.Equal("active\nenabled\n", await LabFixture.OnAsync(node, "systemctl is-active puppet; systemctl is-enabled puppet"));
        }
    }

    /// <summary>Packages, schemas and peers in the order of the book.</summary>
    public static async Task AssertOrderAsync()
    {
        foreach (var node in LabFixture.Controllers)
        {
            var packages = await LabJournal.PackageOrderAsync(node);
            Assert.Equal(Components.Order(), packages.Order());
            Assert.All(Edges, edge => Assert.True(
                Array.IndexOf(packages, edge.Earlier) < Array.IndexOf(packages, edge.Component), $"{node}: {string.Join(", ", packages)}"));
        }

        var events = await LabJournal.ServicesAsync();
        Assert.DoesNotContain(events, each => each.Phase is "refused" or "failed");
        foreach (var service in Components)
        {
            AssertSchemaOrder(service, [.. events.Where(each => each.Service == service)]);
        }

        AssertSchemaStepsApart(events);
        var rotation = await LabJournal.RotationAsync();
        Assert.All(Edges, edge => AssertAfterPioneer(events, rotation, edge.Component, edge.Earlier));
        AssertPioneersFirst(events, rotation);
    }

    /// <summary>Every step started once and ended well once, by the ledgers of the nodes.</summary>
    public static async Task AssertStepsRanOnceAsync()
    {
        var steps = await LabJournal.StepsAsync();
        Assert.NotEmpty(steps);
        foreach (var step in steps.GroupBy(line => (line.Node, line.Step)))
        {
            Assert.Equal(["start -", "end 0"], step.Select(line => $"{line.Phase} {line.Exit}"));
        }

        await AssertSchemasMovedOnceAsync();
    }

    /// <summary>On no node a step was begun by a replica after one that had taken over from it had begun another.</summary>
    public static async Task AssertFencesGrowAsync()
    {
        foreach (var node in (await LabJournal.StepsAsync()).Where(line => line.Phase == "start").GroupBy(line => line.Node))
        {
            var fences = node.Select(line => line.Fence).ToArray();
            Assert.True(fences.SequenceEqual(fences.Order()), $"{node.Key}: {string.Join(' ', fences)}");
        }
    }

    /// <summary>No step of a schema was begun a second time, by the services' own database.</summary>
    public static async Task AssertSchemasMovedOnceAsync()
    {
        string[] schemaSteps = ["expand", "migrate", "contract"];
        var schema = (await LabJournal.ServicesAsync()).Where(each => schemaSteps.Contains(each.What.Split(' ')[^1]));
        Assert.All(schema.GroupBy(each => each.What), step => Assert.Equal(["begin", "end"], step.Select(each => each.Phase)));
    }

    /// <summary>Expanded before any process of the new code; contracted after the last process of the old one.</summary>
    private static void AssertSchemaOrder(string service, ServiceEvent[] events)
    {
        var target = events[^1].Version;
        var begun = Array.FindIndex(events, each => each.Phase == "start" && each.Version == target);
        var expanded = Array.FindLastIndex(events, each => each.What.EndsWith(" expand") && each.Phase == "end");
        Assert.True(expanded >= 0 && expanded < begun, $"{service}: expanded at {expanded}, new code at {begun}");

        var contracted = Array.FindIndex(events, each => each.What.EndsWith(" contract") || each.What.EndsWith("online_data_migrations"));
        var oldStop = Array.FindLastIndex(events, each => each.Phase == "stop" && each.Version != target);
        Assert.True(contracted > oldStop, $"{service}: contracted at {contracted}, old code until {oldStop}");
    }

    /// <summary>No old code of the follower stops before all HAProxies have said that the first of the earlier one is back and UP.</summary>
    private static void AssertAfterPioneer(ServiceEvent[] events, RotationEvent[] rotation, string component, string earlier)
    {
        var moved = events.First(each => each.What == $"{earlier} expand");
        var stopped = events.First(each => each.Service == component && each.Phase == "stop" && LabFixture.Controllers.Contains(each.Host)).At;
        foreach (var instance in LabFixture.Controllers)
        {
            var isBack = rotation.First(each => each.Instance == instance && each.Backend == earlier && each.Server == moved.Host
                && each.At > moved.At && each.What.StartsWith(BackUp, StringComparison.Ordinal));
            Assert.True(isBack.At < stopped, $"{component} stopped at {stopped:O}, {instance} saw the first {earlier} UP at {isBack.At:O}");
        }
    }

    /// <summary>Galera blocks the whole database for a schema step: never two at once.</summary>
    private static void AssertSchemaStepsApart(ServiceEvent[] events)
    {
        var open = 0;
        foreach (var each in events)
        {
            open += each.Phase == "begin" ? 1 : each.Phase.StartsWith("end", StringComparison.Ordinal) ? -1 : 0;
            Assert.InRange(open, 0, 1);
        }
    }

    /// <summary>No peer's old code stops before all HAProxies have said that the pioneer is back and UP.</summary>
    private static void AssertPioneersFirst(ServiceEvent[] events, RotationEvent[] rotation)
    {
        foreach (var service in Components)
        {
            var moved = events.First(each => each.What == $"{service} expand" || each.What == $"{service}_api expand");
            var peerStopped = events.First(each =>
                each.Service == service && each.Phase == "stop" && each.Host != moved.Host && LabFixture.Controllers.Contains(each.Host));
            foreach (var instance in LabFixture.Controllers)
            {
                var seen = rotation.Where(each => each.Instance == instance && each.Backend == service && each.At > moved.At).ToArray();
                var isBack = seen.FirstOrDefault(each => each.Server == moved.Host && each.What.StartsWith(BackUp, StringComparison.Ordinal));
                Assert.True(isBack is not null, $"{service}: {instance} never saw {moved.Host} back after {moved.At:O}: {string.Join("; ", seen.Select(each => $"{each.At:O} {each.Server} {each.What}"))}");
                Assert.True(isBack.At < peerStopped.At, $"{service}: {instance} saw the pioneer UP at {isBack.At:O}, a peer stopped at {peerStopped.At:O}");
                Assert.DoesNotContain(seen, each =>
                    each.Server != moved.Host && each.At < isBack.At && each.What.StartsWith("enters drain", StringComparison.Ordinal));
            }
        }
    }
}
