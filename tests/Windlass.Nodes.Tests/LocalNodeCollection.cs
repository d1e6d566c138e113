namespace Windlass.Nodes.Tests;

/// <summary>Tests that share one local node; they run one after the other.</summary>
[CollectionDefinition("local node")]
public sealed class LocalNodeCollection : ICollectionFixture<LocalNode>;
