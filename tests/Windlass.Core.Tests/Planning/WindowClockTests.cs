using System.Globalization;
using Windlass.Core.Api.Upgrades;
using Windlass.Core.Planning.Upgrades;

namespace Windlass.Core.Tests.Planning;

public sealed class WindowClockTests
{
    private static readonly MaintenanceWindow Nights = new() { Days = [Weekday.Mon, Weekday.Tue], Start = "22:00", End = "04:00", TimeZone = "Europe/Paris", LastStartMinutes = 30 };

    [Fact]
    public void NoWindows_IsOpen_IsAlwaysTrue() => Assert.True(WindowClock.IsOpen([], Time("2026-11-22 12:00 +00:00")));

    /// <summary>2026-11-23 is a Monday; Paris is one hour ahead of UTC in winter.</summary>
    [Theory]
    [InlineData("2026-11-23 20:59 +00:00", false)]
    [InlineData("2026-11-23 21:00 +00:00", true)]
    [InlineData("2026-11-24 02:29 +00:00", true)]
    [InlineData("2026-11-24 02:30 +00:00", false)]
    [InlineData("2026-11-25 01:00 +00:00", true)]
    [InlineData("2026-11-25 21:30 +00:00", false)]
    public void NightWindow_IsOpen_FollowsItsOwnClock(string time, bool isOpen) => Assert.Equal(isOpen, WindowClock.IsOpen([Nights], Time(time)));

    /// <summary>In summer Paris is two hours ahead.</summary>
    [Fact]
    public void NightWindowInSummer_IsOpen_FollowsSummerTime() => Assert.True(WindowClock.IsOpen([Nights], Time("2026-07-06 20:00 +00:00")));

    /// <summary>On 2026-03-29 the clock of Paris goes from 02:00 to 03:00.</summary>
    [Fact]
    public void StartThatSummerTimeSkips_NextOpening_IsAnHourLater() => Assert.Equal(
        Time("2026-03-29 01:30 +00:00"),
        WindowClock.NextOpening([Nights with { Days = [], Start = "02:30", End = "06:00" }], Time("2026-03-28 23:00 +00:00"))?.ToUniversalTime());

    [Fact]
    public void Closed_NextOpening_IsTheNextDayThatFits() =>
        Assert.Equal(Time("2026-11-30 22:00 +01:00"), WindowClock.NextOpening([Nights], Time("2026-11-25 12:00 +00:00")));

    [Fact]
    public void TimeZoneThatDoesNotExist_Unknown_IsNamed() => Assert.Equal("Mars/Olympus", WindowClock.Unknown([Nights, Nights with { TimeZone = "Mars/Olympus" }]));

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
