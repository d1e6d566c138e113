using CsCheck;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class AnsibleIniTests
{
    [Fact]
    public void GroupsAndRanges_Read_GivesEachHostWithEveryGroupAboveIt()
    {
        var hosts = Inventories.Hosts(AnsibleIni.Read("hosts", Inventories.Kolla));

        Assert.Equal(["cmp1", "cmp2", "ctl01", "ctl02", "ctl03", "localhost", "mon01", "net01", "net02"], hosts.Select(host => host.Name));
        Assert.Equal(["all", "baremetal", "control", "nova", "storage"], hosts.Single(host => host.Name == "ctl01").Groups);
    }

    [Fact]
    public void VariablesOnSeveralLevels_Read_TheNearestToTheHostWins()
    {
        var hosts = Inventories.Hosts(AnsibleIni.Read("hosts", """
            lone
            a.example:2222 v=host
            [inner]
            a.example
            b ansible_host="10.0.0.2" # a comment
            [outer:children]
            inner
            [outer:vars]
            v = outer
            w = 'outer'
            [inner:vars]
            v=inner
            [all:vars]
            v=all
            x=all
            """));

        string? Of(string host, string variable) => hosts.Single(one => one.Name == host).Variable(variable);
        Assert.Equal(("host", "inner", "all"), (Of("a.example", "v"), Of("b", "v"), Of("lone", "v")));
        Assert.Equal(("outer", "all", null), (Of("b", "w"), Of("b", "x"), Of("lone", "w")));
        Assert.Equal(("2222", "10.0.0.2"), (Of("a.example", "ansible_port"), Of("b", "ansible_host")));
    }

    [Theory]
    [InlineData("[a]\nn[1:x]", "hosts:2: 'n[1:x]' is no host name or range; ranges are written [1:9], [01:12], [1:9:2] or [a:f]")]
    [InlineData("[a:hosts]\nb", "hosts:1: section [a:hosts] is not known; there are [a], [a:children] and [a:vars]")]
    [InlineData("[a:children]\nb c", "hosts:2: in [a:children] stands one group on each line, not 'b c'")]
    [InlineData("[a:vars]\nb", "hosts:2: in [a:vars] stands name=value on each line, not 'b'")]
    [InlineData("[a]\nb c", "hosts:2: after the host stands name=value, not 'c'")]
    [InlineData("[a]\nb c=\"d", "hosts:2: a quote is opened and not closed")]
    [InlineData("[a:children]\nb\n[b:children]\na", "hosts:1: group a is a child of its own children: take one of the ':children' entries away")]
    public void Mistake_Read_SaysLineAndWhatToDo(string text, string problem) =>
        Assert.Equal([problem], Inventories.Problems(AnsibleIni.Read("hosts", text)));

    [Fact]
    public void RangeWithoutMeasure_Read_IsRefusedBeforeItFillsTheMemory() =>
        Assert.Single(Inventories.Problems(AnsibleIni.Read("hosts", "n[1:2000000000]-[1:2000000000]-[a:z]")));

    [Fact]
    public void AnyText_Read_NeverThrows() =>
        Gen.String[Gen.Char["ab[]:=\"'\\# \n01-.;{}"], 0, 60].Sample(text => AnsibleIni.Read("hosts", text) is not null, iter: 20_000);
}
