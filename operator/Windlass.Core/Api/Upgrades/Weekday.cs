namespace Windlass.Core.Api.Upgrades;

/// <summary>Days of the week.</summary>
public enum Weekday
{
    /// <summary>Sunday.</summary>
    Sun,

    /// <summary>Monday.</summary>
    Mon,

    /// <summary>Tuesday.</summary>
    Tue,

    /// <summary>Wednesday.</summary>
    Wed,

    /// <summary>Thursday.</summary>
    Thu,

    /// <summary>Friday.</summary>
    Fri,

    /// <summary>Saturday.</summary>
    Sat,
}
