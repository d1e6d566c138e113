namespace Windlass.Operator.Tests.Previewing;

public sealed class ManifestSetTests
{
    [Fact]
    public void FolderOfManifests_Read_GivesObjectsAsTheApiWouldStoreThem()
    {
        using var files = new Files(Files.Nodes, Files.Releases, Files.Upgrade);

        var set = files.Set;

        Assert.Equal("to-birch", set.Upgrade.Metadata.Name);
        Assert.Equal(["alder", "birch"], set.Releases.Select(release => release.Metadata.Name));
        Assert.Equal(["cmp1", "cmp2"], set.Nodes.Select(node => node.Metadata.Name));
        Assert.All(set.Nodes, node => Assert.Equal(("cloud", 22, "root"), (node.Metadata.Namespace, node.Spec.Ssh.Port, node.Spec.Ssh.User)));
    }

    [Fact]
    public void OtherNamespace_Read_IsAnotherCloud()
    {
        using var files = new Files(Files.Nodes, Files.Releases, Files.Upgrade, Files.Upgrade.Replace("to-birch}", "other, namespace: elsewhere}", StringComparison.Ordinal));

        Assert.Equal("to-birch", files.Set.Upgrade.Metadata.Name);
    }

    [Fact]
    public void UnknownField_Read_IsRefusedInTheWordsOfTheApi()
    {
        using var files = new Files(Files.Nodes, Files.Releases, Files.Upgrade.Replace("targetRelease: birch", "targetRelease: birch, wait: true", StringComparison.Ordinal));

        Assert.Equal([$"{files["2.yaml"]}, document 1 (ClusterUpgrade to-birch): unknown field \"spec.wait\""], files.Problems);
    }

    [Fact]
    public void BadValue_Read_IsRefusedInTheWordsOfTheApi()
    {
        using var files = new Files(Files.Nodes.Replace("[compute]", "[]", StringComparison.Ordinal), Files.Upgrade);

        Assert.Equal(2, files.Problems.Length);
        Assert.StartsWith($"{files["0.yaml"]}, document 1 (ClusterNode cmp2): spec.roles: Invalid value", files.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void SameObjectTwice_Read_IsRefused()
    {
        using var files = new Files(Files.Upgrade, Files.Upgrade);

        Assert.Equal([$"ClusterUpgrade to-birch stands in {files["0.yaml"]} and in {files["1.yaml"]}: keep one"], files.Problems);
    }

    [Fact]
    public void NoOrSeveralUpgrades_Read_SaysWhichOptionHelps()
    {
        using var none = new Files(Files.Nodes);
        using var two = new Files(Files.Upgrade, Files.Upgrade.Replace("to-birch", "to-elm", StringComparison.Ordinal));

        Assert.Equal(["there is no ClusterUpgrade of namespace cloud in the files: give one with -f, or say --namespace"], none.Problems);
        Assert.Equal(["there are several ClusterUpgrades (to-birch, to-elm): say which one with --upgrade NAME"], two.Problems);
    }

    [Fact]
    public void NoYaml_Read_NamesTheFile()
    {
        using var files = new Files("a: [");

        Assert.StartsWith($"{files["0.yaml"]}: YAML", Assert.Single(files.Problems), StringComparison.Ordinal);
    }
}
