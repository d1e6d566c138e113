namespace Windlass.Core.Api.Meta;

/// <summary>Status of a condition; <see cref="Unknown"/> means that it could not be observed, never that all is well.</summary>
public enum ConditionStatus
{
    /// <summary>Could not be observed.</summary>
    Unknown,

    /// <summary>Observed not to hold.</summary>
    False,

    /// <summary>Observed to hold.</summary>
    True,
}
