using CsCheck;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class AnsibleYamlTests
{
    private const string Yaml = """
        all:
          vars:
            ansible_user: root
          children:
            controllers:
              hosts:
                ctl[1:2]:
                  rack: r1
                ctl3:
                  ansible_host: 10.0.0.3
                  addresses: [1, 2]
            computes:
              vars: {ansible_user: deploy}
              children:
                rack_b:
                  hosts: {cmp1: null}
        """;

    [Fact]
    public void Tree_Read_SaysTheSameAsTheIniFormWould()
    {
        const string Ini = "[all:vars]\nansible_user=root\n[controllers]\nctl[1:2] rack=r1\nctl3 ansible_host=10.0.0.3\n[computes:vars]\nansible_user=deploy\n[computes:children]\nrack_b\n[rack_b]\ncmp1\n";

        var (yaml, ini) = (Inventories.Hosts(AnsibleInventory.Read("hosts", Yaml)), Inventories.Hosts(AnsibleInventory.Read("hosts", Ini)));

        static string[] Outline(IEnumerable<InventoryHost> hosts) =>
            [.. hosts.Select(host => $"{host.Name} {string.Join(',', host.Groups)} {string.Join(',', host.Variables)}")];
        Assert.Equal(Outline(ini), Outline(yaml));
        Assert.Equal("deploy", yaml.Single(host => host.Name == "cmp1").Variable("ansible_user"));
    }

    [Theory]
    [InlineData("all:\n  host:\n    a:\n", "hosts.yml:2: group all has hosts, vars and children, but no 'host'")]
    [InlineData("all:\n  hosts:\n  - a\n", "hosts.yml:3: hosts of all must be a mapping ('name:' on each line)")]
    [InlineData("all:\n  hosts:\n    a[2:1]:\n", "hosts.yml:3: 'a[2:1]' is no host name or range; ranges are written [1:9], [01:12], [1:9:2] or [a:f]")]
    [InlineData("a: {children: {b: {children: {a: }}}}", "hosts.yml:1: group a is a child of its own children: take one of the ':children' entries away")]
    public void Mistake_Read_SaysLineAndWhatToDo(string text, string problem) =>
        Assert.Equal([problem], Inventories.Problems(AnsibleYaml.Read("hosts.yml", text)));

    [Fact]
    public void TextWithoutEnd_Read_IsRefused()
    {
        Assert.NotEmpty(Inventories.Problems(AnsibleYaml.Read("hosts.yml", string.Concat(Enumerable.Repeat("- ", 100_000)))));
        Assert.NotEmpty(Inventories.Problems(AnsibleYaml.Read("hosts.yml", "a: &a {children: {b: *a}}")));
        Assert.NotEmpty(Inventories.Problems(AnsibleYaml.Read("hosts.yml", "a: [")));
    }

    [Fact]
    public void AnyText_Read_NeverThrows() =>
        Gen.OneOf(Gen.String[Gen.Char["ab:-[]{}&*!|>'\"#%@ \n\t?,~1"], 0, 50], Gen.String[0, 50], Gen.Int[0, Yaml.Length].Select(at => Yaml[..at] + "[" + Yaml[at..]))
            .Sample(text => AnsibleYaml.Read("hosts.yml", text) is not null, iter: 5_000);
}
