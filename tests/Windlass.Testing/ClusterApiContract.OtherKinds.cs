using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Api;
using Windlass.Kubernetes.Wire;

namespace Windlass.Testing;

// Leases and events, which have forms of their own.
public abstract partial class ClusterApiContract
{
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
}
