using System.Text.Json;
using Windlass.Core.Api.Meta;
using Windlass.Kubernetes.Wire;

namespace Windlass.Kubernetes.Tests.Wire;

public sealed class TimeTests
{
    [Fact]
    public void MicroTime_Write_HasExactlySixDigits()
    {
        var moment = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(1_234_567);
        var json = JsonSerializer.Serialize(new LeaseSpec { RenewTime = moment }, KubeJson.Default.LeaseSpec);

        Assert.Equal("""{"renewTime":"2026-01-02T03:04:05.123456Z"}""", json);
    }

    [Fact]
    public void Time_Write_HasWholeSeconds()
    {
        var meta = new ObjectMeta { Name = "n", CreationTimestamp = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 999, TimeSpan.Zero) };

        Assert.Contains("\"2026-01-02T03:04:05Z\"", JsonSerializer.Serialize(meta, KubeJson.Default.ObjectMeta));
    }

    [Fact]
    public void SparseLease_Read_KeepsNullsAndDefaults()
    {
        var lease = JsonSerializer.Deserialize("""{"metadata":{"name":"l"}}""", KubeJson.Default.Lease)!;

        Assert.Equal("l", lease.Metadata.Name);
        Assert.Null(lease.Spec.HolderIdentity);
    }
}
