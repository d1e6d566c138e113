using Windlass.ControlPlane.Tests.Serving;

namespace Windlass.ControlPlane.Tests.Kubectl;

/// <summary>Our own kinds, as they are shipped, through real kubectl binaries: what a person types, and what it must say.</summary>
public sealed class OurKindsKubectlTests(OurKindsFixture server) : IClassFixture<OurKindsFixture>
{
    public static TheoryData<string> Binaries => [.. KubectlBinaries.Chosen];

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task TargetOnly_Apply_ShowsDefaultsAndColumns(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        Assert.Contains("created", await run.RunAsync("apply", "-f", run.Upgrade("{targetRelease: birch}")), StringComparison.Ordinal);
        Assert.Equal("1 60 Fail 1 5 600", await run.RunAsync(
            "get", "cupg", "u", "-o", "jsonpath={.spec.strategy.controlPlane.minHealthyServers} {.spec.strategy.controlPlane.drainTimeoutSeconds} " +
            "{.spec.strategy.controlPlane.onDrainTimeout} {.spec.strategy.controlPlane.parallelComponents} {.spec.strategy.maxAttempts} {.spec.strategy.stallAfterSeconds}"));
        Assert.Equal("""{"observedGeneration":-1}""", await run.RunAsync("get", "cupg/u", "-o", "jsonpath={.status}"));
        Assert.Contains("\"targetRelease\": \"birch\"", await run.RunAsync("get", "cupg", "u", "-o", "json"), StringComparison.Ordinal);
        Assert.Contains("targetRelease: birch", await run.RunAsync("get", "cupg", "u", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Matches(@"^NAME +FROM +TARGET +READY +STATUS +NODES +FAILED +AGE *\nu +birch +", await run.RunAsync("get", "cupg"));
        Assert.Matches("AGE +STAGE +COMPONENT +UPDATING +SKIPPED +PAUSED +STALLED +ETA +PROGRESSED +MESSAGE", await run.RunAsync("get", "cupg", "-o", "wide"));
        Assert.Matches("clusterupgrade.windlass.dev/u", await run.RunAsync("get", "windlass", "-o", "name"));
        var explained = await run.RunAsync("explain", "cupg.spec.strategy.controlPlane");
        Assert.Contains("minHealthyServers", explained, StringComparison.Ordinal);
        Assert.Contains("Seconds to let the sessions", explained, StringComparison.Ordinal);
        Assert.Matches(@"clusterupgrades +cupg +windlass.dev/v1alpha1 +true +ClusterUpgrade", await run.RunAsync("api-resources", "--api-group=windlass.dev"));
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task WrongFields_AnyWrite_AreRefusedWithASentence(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        var unknown = run.Upgrade("{targetRelease: birch, bogus: 1}");
        foreach (var refusal in (string[])[await run.RefusedAsync("apply", "-f", unknown), await run.RefusedAsync("create", "-f", unknown)])
            Assert.Matches("unknown field \"(spec\\.)?bogus\"", refusal);
        Assert.Matches("spec.bogus.*(unknown field|field not declared in schema)|unknown field.*bogus", await run.RefusedAsync("apply", "--server-side", "-f", unknown));
        var low = run.Upgrade("{targetRelease: birch, strategy: {controlPlane: {minHealthyServers: 0}}}");
        var pattern = run.Upgrade("{targetRelease: 'Birch!'}", "pattern.yaml");
        foreach (var how in (string[][])[["apply"], ["create"], ["apply", "--server-side"]])
        {
            Assert.Contains("minHealthyServers in body should be greater than or equal to 1", await run.RefusedAsync([.. how, "-f", low]), StringComparison.Ordinal);
            Assert.Contains("spec.targetRelease in body should match '^[a-z0-9]", await run.RefusedAsync([.. how, "-f", pattern]), StringComparison.Ordinal);
        }

        Assert.Contains("not found", await run.RefusedAsync("get", "cupg", "u"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task AbortedUpgrade_AbortTakenBack_IsRefused(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        await run.RunAsync("create", "-f", run.Upgrade("{targetRelease: birch}"));
        await run.RunAsync("patch", "cupg", "u", "--type=merge", "-p", """{"spec":{"abort":true}}""");

        Assert.Contains("abort cannot be taken back", await run.RefusedAsync("patch", "cupg", "u", "--type=merge", "-p", """{"spec":{"abort":false}}"""), StringComparison.Ordinal);
        Assert.Contains("abort cannot be taken back", await run.RefusedAsync("patch", "cupg", "u", "--type=merge", "-p", """{"spec":{"abort":null}}"""), StringComparison.Ordinal);
    }

    /// <summary>What was read and approved stays what was read.</summary>
    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task PlanWritten_Edit_IsRefused(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        var hash = $"sha256:{new string('a', 64)}";
        await run.RunAsync("create", "-f", run.File("plan.yaml", $$"""
            apiVersion: windlass.dev/v1alpha1
            kind: UpgradePlan
            metadata: {name: u-1}
            spec: {upgradeName: u, hash: "{{hash}}", targetRelease: birch, releaseDigest: r, policyDigest: p, nodeCount: 1, nodes: [{names: [a]}]}
            """));

        Assert.Contains("a plan never changes", await run.RefusedAsync("patch", "uplan", "u-1", "--type=merge", "-p", """{"spec":{"nodes":[{"names":["a","b"]}]}}"""), StringComparison.Ordinal);
        Assert.Matches(@"^NAME +UPGRADE +FROM +TARGET +NODES +EXPECTED +HASH +AGE *\nu-1 +u +birch +1 +sha256", await run.RunAsync("get", "uplan"));
        await run.RunAsync("delete", "uplan", "u-1");
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task PauseRequests_AppliedByTwoManagers_AreMergedByRequester(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        await ApplyAsync("owner", "{targetRelease: birch}");
        await ApplyAsync("anna", "{pauseRequests: [{requester: anna, reason: lunch}]}");
        await ApplyAsync("bert", "{pauseRequests: [{requester: bert, reason: audit}]}");
        await ApplyAsync("anna", "{pauseRequests: [{requester: anna, reason: dinner}]}");
        Assert.Equal("anna=dinner bert=audit ", await run.RunAsync("get", "cupg", "u", "-o", "jsonpath={range .spec.pauseRequests[*]}{.requester}={.reason} {end}"));
        Assert.Matches("conflict", await run.RefusedAsync(
            "apply", "--server-side", "--field-manager=bert", "-f", run.Upgrade("{targetRelease: birch, pauseRequests: [{requester: anna, reason: mine}]}")));
        await ApplyAsync("anna", "{}");
        Assert.Equal("bert birch", await run.RunAsync("get", "cupg", "u", "-o", "jsonpath={.spec.pauseRequests[*].requester} {.spec.targetRelease}"));

        async Task ApplyAsync(string manager, string spec)
        {
            // Before 1.25 kubectl itself checks, and wants every intent to be a whole object.
            string[] leave = await run.MinorAsync() < 25 ? ["--validate=false"] : [];
            await run.RunAsync(["apply", "--server-side", $"--field-manager={manager}", .. leave, "-f", run.Upgrade(spec)]);
        }
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task Changes_WatchAndWait_AreSeen(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        await run.RunAsync("create", "-f", run.Upgrade("{targetRelease: birch}"));
        using var watch = run.Start("", "get", "cupg", "u", "-w", "--no-headers");
        await ShowsAsync(watch.StandardOutput, "birch");
        await run.RunAsync("patch", "cupg", "u", "--type=merge", "-p", """{"spec":{"targetRelease":"cedar"}}""");
        await ShowsAsync(watch.StandardOutput, "cedar");
        var waiting = run.Start("", "wait", "--for=condition=Ready", "cupg/u", "--timeout=30s");
        await StatusAsync(run, """{"status":{"nodes":{"total":6,"updated":6,"failed":0,"summary":"6/6"},"conditions":[{"type":"Ready","status":"True","reason":"Completed","message":"done","lastTransitionTime":"2026-01-01T00:00:00Z","observedGeneration":2}]}}""");
        await ShowsAsync(watch.StandardOutput, "6/6");
        watch.Kill();
        await MetAsync(waiting, "condition met");
        if (await run.MinorAsync() >= 23)
            await MetAsync(run.Start("", "wait", "--for=jsonpath={.status.nodes.summary}=6/6", "cupg/u", "--timeout=30s"), "condition met");
        Assert.Matches("u +cedar +True +Completed +6/6 +0 ", await run.RunAsync("get", "cupg"));
        Assert.Contains("Completed", await run.RunAsync("describe", "cupg", "u"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task Finalizer_Delete_WaitsUntilItIsGone(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        await run.RunAsync("create", "-f", run.Upgrade("{targetRelease: birch}"));
        await run.RunAsync("patch", "cupg", "u", "--type=merge", "-p", """{"metadata":{"finalizers":["windlass.dev/hold"]}}""");
        Assert.Contains("deleted", await run.RunAsync("delete", "cupg", "u", "--wait=false"), StringComparison.Ordinal);
        Assert.NotEqual("", await run.RunAsync("get", "cupg", "u", "-o", "jsonpath={.metadata.deletionTimestamp}"));
        // Its requests are logged so that the test knows when it watches: old versions fail when the object is gone before they look.
        var gone = run.Start("", "wait", "--for=delete", "cupg/u", "--timeout=30s", "-v=6");
        await ShowsAsync(gone.StandardError, "watch=true");
        await run.RunAsync("patch", "cupg", "u", "--type=json", "-p", """[{"op":"remove","path":"/metadata/finalizers"}]""");
        Assert.Equal(0, (await KubectlRun.FinishAsync(gone)).Exit);
        Assert.Contains("not found", await run.RefusedAsync("get", "cupg", "u"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task SmallChanges_EditLabelSelectDiff_Work(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        var manifest = run.Upgrade("{targetRelease: birch}");
        await run.RunAsync("create", "--save-config", "-f", manifest);
        Assert.Contains("unchanged", await run.RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("edited", await run.EditAsync("sed -i s/drainTimeoutSeconds:.60/drainTimeoutSeconds:\\ 90/", "cupg", "u"), StringComparison.Ordinal);
        Assert.Equal("90 2", await run.RunAsync("get", "cupg", "u", "-o", "jsonpath={.spec.strategy.controlPlane.drainTimeoutSeconds} {.metadata.generation}"));
        Assert.Contains("labeled", await run.RunAsync("label", "cupg", "u", "tier=one"), StringComparison.Ordinal);
        Assert.Contains("annotate", await run.RunAsync("annotate", "cupg", "u", "windlass.dev/why=because"), StringComparison.Ordinal);
        Assert.Equal("clusterupgrade.windlass.dev/u", (await run.RunAsync("get", "cupg", "-l", "tier in (one)", "-o", "name")).Trim());
        Assert.Equal("", await run.RunAsync("get", "cupg", "-l", "tier!=one", "-o", "name"));
        Assert.Contains("u", await run.RunAsync("get", "cupg", "--field-selector", "metadata.name=u", "-o", "name"), StringComparison.Ordinal);
        Assert.Contains("+  targetRelease: cedar", await run.RefusedAsync("diff", "-f", run.Upgrade("{targetRelease: cedar}")), StringComparison.Ordinal);
        Assert.Contains("serverside-applied", await run.RunAsync("apply", "--server-side", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("deleted", await run.RunAsync("delete", "-f", manifest), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task NamespaceMadeAtStart_Apply_DoesNotWarn(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        var manifest = run.File("namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n");
        Assert.Contains("namespace/lab unchanged", await run.RunAsync("apply", "-f", manifest), StringComparison.Ordinal);
        Assert.Contains("lab", await run.RunAsync("get", "ns"), StringComparison.Ordinal);
    }

    /// <summary>The one command that compares versions; nothing else may come of it than its remark that ours is another minor.</summary>
    [Theory]
    [MemberData(nameof(Binaries))]
    public async Task Version_SaysAtMostThatTheMinorsDiffer(string kubectl)
    {
        using var run = await BeginAsync(kubectl);
        var (exit, output, errors) = await KubectlRun.FinishAsync(run.Start("", "version"));
        Assert.Equal(0, exit);
        Assert.Contains("windlass", output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.StartsWith("WARNING: version difference", StringComparison.Ordinal)
                && !line.StartsWith("WARNING: This version information is deprecated", StringComparison.Ordinal));
    }

    private static async Task MetAsync(System.Diagnostics.Process waiting, string said)
    {
        var (exit, output, errors) = await KubectlRun.FinishAsync(waiting);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    private static async Task ShowsAsync(StreamReader output, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await output.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"the output ended without {text}");
    }

    /// <summary>By kubectl where it can (1.24 and later), else as the operator does it.</summary>
    private async Task StatusAsync(KubectlRun run, string patch)
    {
        if (await run.MinorAsync() >= 24)
            Assert.Contains("patched", await run.RunAsync("patch", "cupg", "u", "--subresource=status", "--type=merge", "-p", patch), StringComparison.Ordinal);
        else
            Assert.Equal(200, (await server.PatchAsync($"{OurKindsFixture.Upgrades}/u/status", patch)).Code);
    }

    /// <summary>With nothing left of another binary's turn.</summary>
    private async Task<KubectlRun> BeginAsync(string kubectl)
    {
        var run = new KubectlRun(kubectl, server.Server.KubeconfigPath);
        await server.PatchAsync($"{OurKindsFixture.Upgrades}/u", """{"metadata":{"finalizers":null}}""");
        await server.DeleteAsync($"{OurKindsFixture.Upgrades}/u");
        return run;
    }
}
