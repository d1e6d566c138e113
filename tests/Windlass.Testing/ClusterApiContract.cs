using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

/// <summary>
/// What every <see cref="IClusterApi"/> must do, run against the simulated and the real side. A server must serve <see cref="Widget"/>
/// (<see cref="WidgetDefinition"/>), leases and events, and have the namespace <c>default</c>. Names are unique per test, so that a server can be shared.
/// </summary>
public abstract partial class ClusterApiContract
{
    private static readonly ApplyOptions One = new("one");
    private static readonly ApplyOptions Two = new("two");
    private readonly string id = "c" + Guid.NewGuid().ToString("n")[..12];

    /// <summary>The side under test.</summary>
    protected abstract IClusterApi Api { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Label => $"contract={id}";

    [Fact]
    public async Task NewObject_Create_IsStoredWithVersionAndUid()
    {
        var created = Ok(await Api.CreateAsync(Widget.Type, New("a", size: 3), Cancellation));
        var read = Ok(await Api.GetAsync(Widget.Type, Key("a"), Cancellation));

        Assert.NotNull(created.Metadata.Uid);
        Assert.NotNull(created.Metadata.CreationTimestamp);
        Assert.Equal(1, created.Metadata.Generation);
        Assert.Equal(created.Metadata.ResourceVersion, read.Metadata.ResourceVersion);
        Assert.Equal(3, read.Spec?.Size);
    }

    [Fact]
    public async Task ExistingObject_Create_AlreadyExists()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));

        Assert.IsType<ApiFailure.AlreadyExists>((await Api.CreateAsync(Widget.Type, New("a"), Cancellation)).Failure);
    }

    [Fact]
    public async Task AbsentObject_AnyAccess_NotFound()
    {
        Assert.IsType<ApiFailure.NotFound>((await Api.GetAsync(Widget.Type, Key("a"), Cancellation)).Failure);
        Assert.IsType<ApiFailure.NotFound>((await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions(), Cancellation)).Failure);
        Assert.IsType<ApiFailure.NotFound>((await Api.PatchAsync(Widget.Type, Key("a"), new ResourcePatch.Merge("{}"), Cancellation)).Failure);
        Assert.IsType<ApiFailure.NotFound>((await Api.ApplyStatusAsync(Widget.Type, Seen(New("a"), 1), One, Cancellation)).Failure);
    }

    [Fact]
    public async Task ChangedMeanwhile_Replace_Conflict()
    {
        var first = Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));
        var second = Ok(await Api.ReplaceAsync(Widget.Type, first with { Spec = new(2) }, Cancellation));

        Assert.IsType<ApiFailure.Conflict>((await Api.ReplaceAsync(Widget.Type, first with { Spec = new(3) }, Cancellation)).Failure);
        Assert.Equal(2, Ok(await Api.GetAsync(Widget.Type, Key("a"), Cancellation)).Spec?.Size);
        Assert.Equal(2, second.Metadata.Generation);
    }

    [Fact]
    public async Task LabelChange_Patch_KeepsGeneration()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));

        var patched = Ok(await Api.PatchAsync(Widget.Type, Key("a"), new ResourcePatch.Merge("""{"metadata":{"labels":{"x":"y"}}}"""), Cancellation));

        Assert.Equal("y", patched.Metadata.Labels?["x"]);
        Assert.Equal(id, patched.Metadata.Labels?["contract"]);
        Assert.Equal(1, patched.Metadata.Generation);
    }

    [Fact]
    public async Task OldVersion_MergePatch_Conflict()
    {
        var first = Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));
        Ok(await Api.ReplaceAsync(Widget.Type, first with { Spec = new(2) }, Cancellation));
        var patch = new ResourcePatch.Merge($$$"""{"metadata":{"resourceVersion":"{{{first.Metadata.ResourceVersion}}}"},"spec":{"size":9}}""");

        Assert.IsType<ApiFailure.Conflict>((await Api.PatchAsync(Widget.Type, Key("a"), patch, Cancellation)).Failure);
    }

    [Fact]
    public async Task TestOperation_JsonPatch_DecidesWhetherTheRestHappens()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));
        var wrong = new ResourcePatch.Operations("""[{"op":"test","path":"/spec/size","value":7},{"op":"replace","path":"/spec/size","value":8}]""");
        var right = new ResourcePatch.Operations("""[{"op":"test","path":"/spec/size","value":1},{"op":"replace","path":"/spec/size","value":8}]""");

        Assert.IsType<ApiFailure.Invalid>((await Api.PatchAsync(Widget.Type, Key("a"), wrong, Cancellation)).Failure);
        Assert.Equal(8, Ok(await Api.PatchAsync(Widget.Type, Key("a"), right, Cancellation)).Spec?.Size);
    }

    [Fact]
    public async Task Finalizer_Delete_WaitsForItsRemoval()
    {
        var guarded = New("a");
        Ok(await Api.CreateAsync(Widget.Type, guarded with { Metadata = guarded.Metadata with { Finalizers = ["testing.windlass.dev/guard"] } }, Cancellation));

        var deletion = Ok(await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions(), Cancellation));
        var waiting = Ok(await Api.GetAsync(Widget.Type, Key("a"), Cancellation));
        Ok(await Api.PatchAsync(Widget.Type, Key("a"), new ResourcePatch.Merge("""{"metadata":{"finalizers":null}}"""), Cancellation));

        Assert.Equal(DeletionState.Terminating, deletion.State);
        Assert.NotNull(waiting.Metadata.DeletionTimestamp);
        Assert.IsType<ApiFailure.NotFound>((await Api.GetAsync(Widget.Type, Key("a"), Cancellation)).Failure);
    }

    [Fact]
    public async Task OtherUid_Delete_Conflict()
    {
        var made = Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));

        Assert.IsType<ApiFailure.Conflict>((await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions { Uid = "other" }, Cancellation)).Failure);
        Assert.Equal(DeletionState.Gone, Ok(await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions { Uid = made.Metadata.Uid }, Cancellation)).State);
    }

    private static T Ok<T>(ApiOutcome<T> outcome)
        where T : class
    {
        Assert.True(outcome.TryGet(out var value, out var failure), failure?.ToString());
        return value;
    }

    private static string Describe(WatchEvent<Widget> change) => change switch
    {
        WatchEvent<Widget>.Applied applied => $"applied {applied.Object.Spec?.Size}",
        WatchEvent<Widget>.Deleted deleted => $"deleted {deleted.Object.Spec?.Size}",
        WatchEvent<Widget>.Failed failed => $"failed {failed.Failure}",
        _ => "",
    };

    private static Widget Seen(Widget widget, int seen) => widget with { Status = new WidgetStatus(seen) };

    private static Widget Judged(Widget widget, params string[] types) => widget with
    {
        Status = new WidgetStatus(Conditions:
            [.. types.Select(type => new Condition(type, ConditionStatus.True, "Contract", "it holds", DateTimeOffset.UnixEpoch, 1))]),
    };

    private ResourceKey Key(string name) => new("default", $"{id}-{name}");

    private Widget Bare(string name) => new() { Metadata = new ObjectMeta { Name = Key(name).Name, Namespace = "default" } };

    private Widget New(string name, int? size = null, string? color = null) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = Key(name).Name,
            Namespace = "default",
            Labels = ImmutableDictionary<string, string>.Empty.Add("contract", id),
        },
        Spec = new WidgetSpec(size, color),
    };
}
