using Windlass.Core.Api.Releases;

namespace Windlass.Core.Tests.Releases;

public sealed class ComponentSchemaTests
{
    private static readonly ComponentCommand Sync = new() { Run = ["cinder-manage", "db", "sync"], User = "cinder" };
    private static readonly ComponentCommand Bump = Sync with { Run = ["cinder-manage", "db", "sync", "--bump-versions"] };

    private static readonly ComponentSchema Cinder = new()
    {
        Expand = Sync,
        Edges = [new SchemaEdge { From = "caracal", Window = SchemaWindowKind.AllStopped, Expand = Bump }],
    };

    /// <summary>Upstream excludes a live upgrade of cinder over two releases.</summary>
    [Fact]
    public void TwoReleasesBack_From_StopsAllAndBumps() => Assert.Equal((SchemaWindowKind.AllStopped, Bump), Of(Cinder.From(["caracal"])));

    [Fact]
    public void ReleaseBefore_From_StaysAsItIs() => Assert.Equal((SchemaWindowKind.OldCodeMayRun, Sync), Of(Cinder.From(["dalmatian"])));

    [Fact]
    public void NodesOfBothReleases_From_TakesTheStricterWay() => Assert.Equal((SchemaWindowKind.AllStopped, Bump), Of(Cinder.From(["dalmatian", "caracal"])));

    private static (SchemaWindowKind Window, ComponentCommand Expand) Of(ComponentSchema schema) => (schema.Window, schema.Expand);
}
