using System.Diagnostics;

namespace Windlass.Operator.Tests.Page.Browsing;

/// <summary>axe-core, the accessibility check, restored by npm from the lock file beside its package.json into artifacts/, whose hash npm checks.</summary>
internal static class AxeCore
{
    private const string Folder = "tests/Windlass.Operator.Tests/Page/axe";

    private static readonly Lazy<Task<string>> Script = new(RestoreAsync);

    /// <summary>What it finds: rule, help and where; nothing when all is well.</summary>
    public static async Task<string[]> CheckAsync(BrowserTab tab)
    {
        // By the debugger, which no policy of the page binds; the page itself could load no such script.
        await tab.TellAsync(await Script.Value + ";0");
        var found = await tab.TellAsync("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(result => ({"
            + " passes: result.passes.length, violations: result.violations.map(one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 5).map(node => `${node.target} ${node.failureSummary}`).join('; ')}`) }))");
        Assert.True(found!["passes"]!.GetValue<int>() > 10, "it has looked at something");
        return [.. found["violations"]!.AsArray().Select(one => one!.GetValue<string>())];
    }

    private static async Task<string> RestoreAsync()
    {
        var root = Root(AppContext.BaseDirectory);
        var (source, target) = (Path.Combine(root, Folder), Path.Combine(root, "artifacts", "axe"));
        var script = Path.Combine(target, "node_modules", "axe-core", "axe.min.js");
        var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
        var installed = Path.Combine(target, "package-lock.json");
        if (!File.Exists(script) || !File.Exists(installed) || await File.ReadAllTextAsync(installed) != wanted)
        {
            Directory.CreateDirectory(target);
            File.Copy(Path.Combine(source, "package.json"), Path.Combine(target, "package.json"), overwrite: true);
            File.Copy(Path.Combine(source, "package-lock.json"), installed, overwrite: true);
            var start = new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", target]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var npm = Process.Start(start)!;
            var (said, complained) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(npm.ExitCode == 0, $"npm ci of {Folder} fails: {await said} {await complained}");
        }

        return await File.ReadAllTextAsync(script);
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Windlass.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
