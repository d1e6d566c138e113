using CsCheck;
using Windlass.Nodes;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class NodeImportTests
{
    [Fact]
    public void Kolla_Imported_GivesManifestsThatTheApiAccepts()
    {
        var settings = Inventories.Settings("/etc/kolla/multinode", RoleMap.Kolla) with { Namespace = "region-1", FailureDomainVariable = "rack" };

        var text = Inventories.Manifests(AnsibleIni.Read("multinode", Inventories.Kolla), settings);

        Assert.Equal(text, Inventories.Manifests(AnsibleIni.Read("multinode", Inventories.Kolla), settings));
        var reading = Inventories.Validated(text);
        Assert.Empty(reading.Problems);
        Assert.Equal(["cmp1", "cmp2", "ctl01", "ctl02", "ctl03", "net01", "net02"], reading.Objects.Select(node => node.Name));
        Assert.All(reading.Objects, node => Assert.Equal("region-1", node.Namespace));
        Assert.Contains("""
            # rack is not set for this host: it fails alone
            apiVersion: windlass.dev/v1alpha1
            kind: ClusterNode
            metadata:
              name: ctl01
              namespace: region-1
              labels:
                windlass.dev/role-controller: ""
                windlass.dev/role-volume: ""
            spec:
              address: ctl01
              roles: [controller, volume]
              ssh:
                port: 22
                user: root
                secretRef:
                  name: windlass-ssh
                # Missing: hostKeys. Without one this node is refused. On the node: cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub
                # hostKeys: ["ssh-ed25519 AAAA..."]
              haproxy:
                socket: /run/haproxy/admin.sock  # needs level admin; check `stats socket` in haproxy.cfg

            """, text, StringComparison.Ordinal);
        Assert.Contains("# Left out: mon01: no role for its group monitoring\n", text, StringComparison.Ordinal);
        Assert.Contains("    user: deploy\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ScannedKeys_Written_StandWithTheirFingerprints()
    {
        const string Key = "AAAAC3NzaC1lZDI1NTE5AAAAIBIhZrZEqhS/0RAaZVLyqJiCXJqo4sKpgJOFj8nR2ubR";
        var settings = Inventories.Settings("hosts", RoleMap.Ansible);
        var nodes = ((ImportOutcome.Nodes)NodeImport.Of(Inventories.Hosts(AnsibleIni.Read("hosts", "[compute]\na")), settings)).All;

        var text = NodeManifests.Write([nodes[0] with { HostKeys = [new HostKey("ssh-ed25519", Key)] }], [], settings);

        Assert.Contains($"      - ssh-ed25519 {Key}  # SHA256:", text, StringComparison.Ordinal);
        Assert.Equal($"ssh-ed25519 {Key}", Inventories.Validated(text).Objects[0].Tree["spec"]!["ssh"]!["hostKeys"]![0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("[compute]\na ansible_host={{x}}", "hosts:2: a: address is a template ({{x}}), which only Ansible can fill in: run ansible-inventory -i hosts --list --yaml > resolved.yaml and import that")]
    [InlineData("[compute]\na ansible_port=70000", "hosts:2: a: port 70000 is none; ports go from 1 to 65535")]
    [InlineData("[compute]\na ansible_user=A", "hosts:2: a: user 'A' is not usable")]
    [InlineData("[compute]\na_b\nA-B", "hosts:2: a_b and A-B would both be called a-b: rename one")]
    [InlineData("[compute]\nfd00::1", "hosts:2: 'fd00::1' cannot be the name of an object: give the host a name of letters, digits, '-' and '.', and its address in ansible_host")]
    [InlineData("[things]\na", "hosts: no host is in a group that stands for a role; say which do with --role GROUP=ROLE. Groups with hosts: things")]
    [InlineData("", "hosts: there is no host in it")]
    public void Mistake_Imported_SaysWhatToDo(string text, string problem) =>
        Assert.Equal(problem, Inventories.Manifests(AnsibleIni.Read("hosts", text), Inventories.Settings("hosts", RoleMap.Ansible)));

    [Fact]
    public void Wishes_OfRoles_AddToAndTakeFromTheDefaults()
    {
        var roles = RoleMap.Ansible.With(["gpu=compute", "control=", "odd"], out var problem);

        Assert.StartsWith("--role odd: write GROUP=ROLE", problem, StringComparison.Ordinal);
        var hosts = Inventories.Hosts(AnsibleIni.Read("hosts", "[gpu]\na\n[control]\nb\n[network]\na"));
        Assert.Equal(["network", "compute"], roles.Of(hosts[0]));
        Assert.Empty(roles.Of(hosts[1]));
    }

    /// <summary>Whatever an inventory says: either problems, or manifests that the API accepts.</summary>
    [Fact]
    public void AnyHosts_Imported_GiveValidManifestsOrAProblem()
    {
        var word = Gen.String[Gen.Char["aZ0-_.:é#'{ 1~"], 1, 12];
        var host = Gen.Select(word, word, word, word, (name, address, user, rack) => $"'{name}' 'ansible_host={address}' 'ansible_user={user}' 'rack={rack}'");
        var settings = Inventories.Settings("hosts", RoleMap.Ansible) with { FailureDomainVariable = "rack" };
        host.Array[1, 3].Sample(
            hosts =>
            {
                var reading = AnsibleIni.Read("hosts", "[compute]\n" + string.Join('\n', hosts.Select(one => one.Replace("''", "'", StringComparison.Ordinal))));
                if (reading is InventoryReading.Read read && NodeImport.Of(read.Hosts, settings) is ImportOutcome.Nodes nodes)
                {
                    Assert.Empty(Inventories.Validated(NodeManifests.Write(nodes.All, nodes.LeftOut, settings)).Problems);
                }
            },
            iter: 2_000);
    }
}
