using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

// Server-side apply: whose field is whose.
public abstract partial class ClusterApiContract
{
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
    public async Task VersionNamed_Apply_OnlyOverThatVersion()
    {
        var first = Ok(await Api.ApplyAsync(Widget.Type, New("a", size: 1), One, Cancellation));
        var second = Ok(await Api.ApplyStatusAsync(Widget.Type, Seen(first, 1), Two with { ResourceVersion = first.Metadata.ResourceVersion }, Cancellation));
        var stale = Two with { ResourceVersion = first.Metadata.ResourceVersion };

        Assert.IsType<ApiFailure.Conflict>((await Api.ApplyStatusAsync(Widget.Type, Seen(first, 2), stale, Cancellation)).Failure);
        Assert.IsType<ApiFailure.Conflict>((await Api.ApplyAsync(Widget.Type, New("a", size: 2), One with { ResourceVersion = first.Metadata.ResourceVersion }, Cancellation)).Failure);
        var third = Ok(await Api.ApplyStatusAsync(Widget.Type, Seen(first, 3), Two with { ResourceVersion = second.Metadata.ResourceVersion }, Cancellation));
        Assert.Equal((1, 3), (third.Spec?.Size, third.Status?.Seen));
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
}
