using CsCheck;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Tests.Importing;

public sealed class OciCsvTests
{
    private const string Machines = """
        serial,Cur_ip,hostname,role,status,cluster_name,location_name
        A1,10.4.0.1,cl1-controller-1.example.net,controller,installed,cl1,rack-a
        A2,10.4.0.9,cl1-compute-1.example.net,compute,installed,cl1,"rack ""b"", left"
        A3,10.4.0.7,cl1-cephosd-1.example.net,cephosd,installed,cl1,rack-a
        A4,10.4.0.8,,,live,,
        """;

    [Fact]
    public void MachineList_Read_GivesInstalledMachinesByTheNamesOfTheColumns()
    {
        var hosts = Inventories.Hosts(OciCsv.Read("m.csv", Machines, null));

        Assert.Equal(["cl1-cephosd-1.example.net", "cl1-compute-1.example.net", "cl1-controller-1.example.net"], hosts.Select(host => host.Name));
        Assert.Equal(("10.4.0.9", "rack \"b\", left"), (hosts[1].Variable(OciCsv.Address), hosts[1].Variable("location_name")));
    }

    [Fact]
    public void MachineList_Imported_LeavesOutRolesThatAreNeverUpgraded()
    {
        var settings = Inventories.Settings("m.csv", RoleMap.Oci) with { FailureDomainVariable = "location_name" };

        var text = Inventories.Manifests(OciCsv.Read("m.csv", Machines, null), settings);

        Assert.Contains("# Left out: cl1-cephosd-1.example.net: no role for its group cephosd", text, StringComparison.Ordinal);
        Assert.Contains("  failureDomain: \"rack \\\"b\\\", left\"", text, StringComparison.Ordinal);
        var reading = Inventories.Validated(text);
        Assert.Empty(reading.Problems);
        Assert.Equal(2, reading.Objects.Length);
    }

    [Fact]
    public void TwoClusters_Read_AsksWhichOne()
    {
        const string Two = "hostname,role,cluster\na,controller,one\nb,controller,two\n";

        Assert.Equal(["m.csv: machines of several clusters (one, two): say which one with --oci-cluster"], Inventories.Problems(OciCsv.Read("m.csv", Two, null)));
        Assert.Equal("b", Assert.Single(Inventories.Hosts(OciCsv.Read("m.csv", Two, "two"))).Name);
        Assert.Equal(["m.csv: no machine is of cluster three; clusters in the file: one, two"], Inventories.Problems(OciCsv.Read("m.csv", Two, "three")));
    }

    [Theory]
    [InlineData("", "m.csv: the file is empty; write it with: ocicli -csv machine-list -a > machines.csv")]
    [InlineData("a,b\n1,2", "m.csv:1: the first line must name the columns, 'hostname' and 'role' among them; it is: a,b. Write the file with: ocicli -csv machine-list -a")]
    [InlineData("hostname,role\n\nx,compute,3\n", "m.csv:3: 3 fields, but the first line names 2 columns")]
    [InlineData("hostname,role,status\nx,compute,live\n", "m.csv: no machine in it is installed (column status)")]
    public void Mistake_Read_SaysLineAndWhatToDo(string text, string problem) => Assert.Equal([problem], Inventories.Problems(OciCsv.Read("m.csv", text, null)));

    [Fact]
    public void AnyText_Read_NeverThrows() => Gen.String[Gen.Char["ab,\"\n\r "], 0, 40].Select(tail => "hostname,role,status\n" + tail)
        .Sample(text => OciCsv.Read("m.csv", text, null) is not null, iter: 20_000);
}
