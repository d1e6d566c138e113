namespace Windlass.Core.Api.Schema;

/// <summary>A CEL rule on a property that the server checks, for the CRD; the property is <c>self</c>.</summary>
/// <param name="rule">CEL; with <c>oldSelf</c> it is checked on updates only.</param>
/// <param name="message">What a person reads who broke it.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class RuleAttribute(string rule, string message) : Attribute
{
    /// <summary>CEL.</summary>
    public string Rule { get; } = rule;

    /// <summary>What a person reads who broke it.</summary>
    public string Message { get; } = message;
}
