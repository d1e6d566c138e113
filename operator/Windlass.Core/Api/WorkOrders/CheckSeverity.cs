namespace Windlass.Core.Api.WorkOrders;

/// <summary>What a finding of a preflight check means for the run.</summary>
public enum CheckSeverity
{
    /// <summary>It does not begin.</summary>
    Failure,

    /// <summary>It begins, unless the upgrade says that warnings are failures.</summary>
    Warning,

    /// <summary>It begins; something is not known.</summary>
    Note,
}
