using System.CommandLine;
using System.Diagnostics;
using Windlass.Nodes;
using Windlass.Operator.Commands;
using Windlass.Operator.Tests.Previewing;

namespace Windlass.Operator.Tests.NodePolicies;

/// <summary>What `windlass node-policy` prints for a node's administrator.</summary>
public sealed class NodePolicyTests
{
    private const string Controller = """
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterNode
        metadata: {name: ctl1, namespace: cloud}
        spec: {address: ctl1.test, roles: [controller], ssh: {secretRef: {name: ssh}, access: Wrapper}, haproxy: {}}
        """;

    private static readonly string Key = """
        {name: key, sourcePackages: [key, key-lib], newPackages: [{package: key-web, beside: key-api}], extraUnits: [apache2],
         controlPlane: {role: controller, backends: [key-pub]},
         schema: {expand: {run: [key-manage, db sync, ""], user: key}, edges: [{from: elm, expand: {run: [key-manage, jump], user: key}}], onlineMigrations: {run: [key-manage, online]}},
         upgradeCheck: {run: [key-status, "100%"], user: key}}
        """.ReplaceLineEndings(" ");

    private const string Gated = """
        apiVersion: windlass.dev/v1alpha1
        kind: ClusterUpgrade
        metadata: {name: to-birch}
        spec:
          targetRelease: birch
          strategy: {autoremove: AtEnd, controlPlane: {reboot: IfRequired}}
          gates: [{name: cluster, onRoles: [controller], galera: {}}]
        """;

    [Fact]
    public void ReleaseAndUpgrade_AllowList_HasExactlyWhatTheyAskFor()
    {
        using var files = new Files(Files.Nodes, Controller, Files.ReleasesWith(Key), Gated);

        var (code, output) = Run("allow-list", "-f", files.Folder, "-n", "cloud");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            step quiesce
            step unquiesce
            step repair-packages
            step switch-repository
            step stage
            step preinstall
            step stop-and-hold
            step install
            step sync-schema
            step release
            step restart
            step reboot
            step autoremove
            repository cloud.sources cde0b20e5e4e6e0b DIGEST - -
            source key
            source key-lib
            new key-web
            unit apache2.service
            schema once key key-manage db\040sync ""
            schema once key key-manage jump
            schema online-migrations - key-manage online
            schema upgrade-check key key-status 100%
            check key key-status 100%
            ask mariadb -NBe show\040status\040like\040\047wsrep_%\047
            socket /run/haproxy/admin.sock
            socket /run/haproxy-master.sock
            backend key-pub
            """.Replace("cde0b20e5e4e6e0b DIGEST", Sha("Suites: birch\n"), StringComparison.Ordinal).Split('\n'),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
    }

    [Fact]
    public void OneNode_AllowList_LeavesOutWhatItsRolesDoNotRun()
    {
        using var files = new Files(Files.Nodes, Controller, Files.ReleasesWith(Key), Gated);

        var (_, output) = Run("allow-list", "-f", files.Folder, "-n", "cloud", "--node", "cmp1");

        Assert.Contains("\nsource key\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nschema ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncheck ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nsocket ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nbackend ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sudoers_Visudo_TakesIt()
    {
        Assert.SkipWhen(!File.Exists("/usr/sbin/visudo"), "needs sudo");
        using var files = new Files();
        File.WriteAllText(files["sudoers"], Run("sudoers", "--user", "windlass").Output);

        using var visudo = Process.Start(new ProcessStartInfo("/usr/sbin/visudo", ["-c", "-f", files["sudoers"]]) { RedirectStandardOutput = true })!;
        visudo.WaitForExit();

        Assert.Equal(0, visudo.ExitCode);
        Assert.Contains("Cmnd_Alias WINDLASS_NODE = /usr/lib/windlass/windlass-node \"\"", File.ReadAllText(files["sudoers"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("windlass", "restrict,from=\"10.0.0.0/24\",command=\"sudo -n -- /usr/lib/windlass/windlass-node\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me\n")]
    [InlineData("root", "restrict,from=\"10.0.0.0/24\",command=\"/usr/lib/windlass/windlass-node\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me\n")]
    public void PublicKey_AuthorizedKeys_IsRestrictedToTheWrapper(string account, string expected)
    {
        using var files = new Files();
        File.WriteAllText(files["id.pub"], "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me\n");

        Assert.Equal((0, expected), Run("authorized-keys", "--user", account, "--key", files["id.pub"], "--from", "10.0.0.0/24"));
    }

    [Theory]
    [InlineData("allow-list")]
    [InlineData("allow-list", "-f", "/nowhere")]
    [InlineData("authorized-keys")]
    [InlineData("authorized-keys", "--key", "/nowhere")]
    [InlineData("authorized-keys", "--key", "/etc/hostname")]
    [InlineData("authorized-keys", "--key", "/etc/hostname", "--from", "a\" x")]
    [InlineData("sudoers", "--user", "root")]
    [InlineData("sudoers", "--user", "a ALL=(ALL)")]
    public void BadInput_NodePolicy_ExitsWith2AndPrintsNothing(params string[] arguments) => Assert.Equal((ExitCodes.BadInput, ""), Run(arguments));

    [Fact]
    public void Wrapper_Release_IsTheHashOfItsOwnText()
    {
        var text = Run("wrapper").Output;

        Assert.Equal(NodeWrapper.Release + "\n", Run("wrapper", "--release").Output);
        Assert.Equal(NodeWrapper.Release, Sha(text.Replace(NodeWrapper.Release, new string('0', 64), StringComparison.Ordinal)));
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = CommandLine.Root().Parse(["node-policy", .. arguments]).Invoke(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }

    private static string Sha(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
