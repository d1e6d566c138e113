namespace Windlass.EndToEnd.Harness;

/// <summary>There is one lab per machine: everything that uses it runs one after another.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<LabFixture>
{
    public const string Name = "lab";
}
