using System.Collections.Immutable;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Testing;

/// <summary>
/// What every <see cref="IClusterApi"/> must do, run against the simulated and the real side. A server must serve <see cref="Widget"/>
/// (<see cref="WidgetDefinition"/>), leases and events, and have the namespace <c>default</c>. Names are unique per test, so that a server can be shared.
/// </summary>
public abstract class ClusterApiContract
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
    public async Task ManyObjects_ListInSmallPages_AllComeOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            Ok(await Api.CreateAsync(Widget.Type, New($"p{i}", size: i), Cancellation));
        }

        var list = await Api.ListAsync(Widget.Type, new ListOptions { Namespace = "default", LabelSelector = Label, PageSize = 2 }, Cancellation);

        Assert.Equal([0, 1, 2, 3, 4], Ok(list).Items.Select(item => item.Spec?.Size ?? -1).Order());
        Assert.NotEqual("", Ok(list).ResourceVersion);
    }

    [Fact]
    public async Task Selectors_List_OnlyMatching()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));
        Ok(await Api.CreateAsync(Widget.Type, New("b"), Cancellation));

        var byField = new ListOptions { Namespace = "default", FieldSelector = $"metadata.name={Key("b").Name}" };
        var byLabel = new ListOptions { LabelSelector = Label };
        var elsewhere = new ListOptions { Namespace = "kube-system", LabelSelector = Label };

        Assert.Equal([Key("b").Name], Ok(await Api.ListAsync(Widget.Type, byField, Cancellation)).Items.Select(item => item.Metadata.Name));
        Assert.Equal(2, Ok(await Api.ListAsync(Widget.Type, byLabel, Cancellation)).Items.Length);
        Assert.Empty(Ok(await Api.ListAsync(Widget.Type, elsewhere, Cancellation)).Items);
    }

    [Fact]
    public async Task Changes_WatchFromList_ComeInOrder()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("before"), Cancellation));
        var list = Ok(await Api.ListAsync(Widget.Type, new ListOptions { Namespace = "default", LabelSelector = Label }, Cancellation));
        var options = new WatchOptions
        {
            Namespace = "default", LabelSelector = Label, ResourceVersion = list.ResourceVersion, Timeout = TimeSpan.FromSeconds(30),
        };

        var made = Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));
        Ok(await Api.ReplaceAsync(Widget.Type, made with { Spec = new(2) }, Cancellation));
        Ok(await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions(), Cancellation));
        var seen = new List<string>();
        await foreach (var change in Api.Watch(Widget.Type, options, Cancellation))
        {
            seen.Add(Describe(change));
            if (change is WatchEvent<Widget>.Deleted or WatchEvent<Widget>.Failed)
            {
                break;
            }
        }

        Assert.Equal(["applied 1", "applied 2", "deleted 2"], seen.Where(text => text.Length > 0));
    }

    [Fact]
    public async Task DroppedField_ApplyAgain_IsRemovedButOthersStay()
    {
        Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1, color: "red"), One, Cancellation));
        Ok(await Api.ApplyAsync(Widget.Type, Bare("a") with { Spec = new(Tags: ["x"]) }, Two, Cancellation));

        var last = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 2), One, Cancellation));

        Assert.Equal(2, last.Spec?.Size);
        Assert.Null(last.Spec?.Color);
        Assert.Equal(["x"], last.Spec?.Tags ?? []);
    }

    [Fact]
    public async Task SameIntent_ApplyAgain_KeepsVersion()
    {
        var first = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1), One, Cancellation));
        var again = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1), One, Cancellation));

        Assert.Equal(first.Metadata.ResourceVersion, again.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task FieldOfAnother_Apply_ConflictUnlessTaken()
    {
        Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1), One, Cancellation));
        var other = Bare("a") with { Spec = new(5) };

        var respecting = await Api.ApplyAsync(Widget.Type, other, Two with { Ownership = FieldOwnership.Respect }, Cancellation);
        var taking = await Api.ApplyAsync(Widget.Type, other, Two, Cancellation);

        Assert.IsType<ApiFailure.Conflict>(respecting.Failure);
        Assert.Equal(5, Ok(taking).Spec?.Size);
    }

    [Fact]
    public async Task SpecAndStatus_Apply_EachLeavesTheOtherAlone()
    {
        var made = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1), One, Cancellation));
        var judged = Ok(await Api.ApplyStatusAsync(Widget.Type, Seen(made with { Spec = new(99) }, 7), Two, Cancellation));
        var applied = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 2), One, Cancellation));

        Assert.Equal((1, 7, made.Metadata.Generation), (judged.Spec?.Size, judged.Status?.Seen, judged.Metadata.Generation));
        Assert.Equal((2, 7), (applied.Spec?.Size, applied.Status?.Seen));
    }

    [Fact]
    public async Task ConditionsOfTwoManagers_ApplyStatus_AreMergedByType()
    {
        var made = Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));
        Ok(await Api.ApplyStatusAsync(Widget.Type, Judged(made, "Ready", "Reconciling"), One, Cancellation));
        Ok(await Api.ApplyStatusAsync(Widget.Type, Judged(made, "Drifted"), Two, Cancellation));

        var last = Ok(await Api.ApplyStatusAsync(Widget.Type, Judged(made, "Ready"), One, Cancellation));

        Assert.Equal(["Drifted", "Ready"], (last.Status?.Conditions ?? []).Select(condition => condition.Type).Order());
    }

    [Fact]
    public async Task GoneOrNamesake_ApplyWithUid_IsRefused()
    {
        var old = Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));
        Ok(await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions(), Cancellation));
        Assert.IsType<ApiFailure.Conflict>((await Api.ApplyAsync(Widget.Type, old, One, Cancellation)).Failure);

        Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));
        Assert.IsType<ApiFailure.Invalid>((await Api.ApplyAsync(Widget.Type, old, One, Cancellation)).Failure);
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

    [Fact]
    public async Task LeaseTimes_RoundTrip_KeepMicroseconds()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_560);
        var lease = new Lease
        {
            Metadata = new ObjectMeta { Name = Key("l").Name, Namespace = "default" },
            Spec = new LeaseSpec { HolderIdentity = "me", LeaseDurationSeconds = 15, AcquireTime = moment, RenewTime = moment, LeaseTransitions = 4 },
        };

        Ok(await Api.CreateAsync(Lease.Type, lease, Cancellation));

        Assert.Equal(lease.Spec, Ok(await Api.GetAsync(Lease.Type, Key("l"), Cancellation)).Spec);
    }

    [Fact]
    public async Task Event_CreateAndCountOn_IsAccepted()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var occurred = new Event
        {
            Metadata = new ObjectMeta { Name = Key("e").Name, Namespace = "default" },
            EventTime = moment,
            ReportingController = "testing.windlass.dev/contract",
            ReportingInstance = "contract-0",
            Action = "Test",
            Reason = "Tested",
            Type = "Normal",
            Note = "it works",
            Regarding = new ObjectReference { ApiVersion = "testing.windlass.dev/v1", Kind = "Widget", Namespace = "default", Name = Key("a").Name },
        };
        Ok(await Api.CreateAsync(Event.ResourceType, occurred, Cancellation));
        var patch = new ResourcePatch.Merge("""{"series":{"count":2,"lastObservedTime":"2026-01-02T03:04:06.000000Z"}}""");

        var counted = Ok(await Api.PatchAsync(Event.ResourceType, Key("e"), patch, Cancellation));

        Assert.Equal(new EventSeries(2, moment.AddSeconds(1)), counted.Series);
        Assert.Equal("it works", counted.Note);
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
