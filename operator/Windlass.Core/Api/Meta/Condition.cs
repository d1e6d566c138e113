using System.ComponentModel;

namespace Windlass.Core.Api.Meta;

/// <summary>One observed aspect of an object (<c>metav1.Condition</c>).</summary>
/// <param name="Type">CamelCase name of the aspect, for example <c>Ready</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">CamelCase word from a closed set: why the status is what it is.</param>
/// <param name="Message">A sentence for people: the blocking object and what can be done.</param>
/// <param name="LastTransitionTime">When the status last flipped (not when reason or message changed).</param>
/// <param name="ObservedGeneration">The generation of the spec this was computed from.</param>
public sealed record Condition(
    [property: Description("CamelCase name of the observed aspect.")] string Type,
    [property: Description("True, False or Unknown.")] ConditionStatus Status,
    [property: Description("CamelCase word from a closed set: why the status is what it is.")] string Reason,
    [property: Description("A sentence for people: the blocking object and what can be done.")] string Message,
    [property: Description("When the status last flipped.")] DateTimeOffset LastTransitionTime,
    [property: Description("The generation of the spec this was computed from.")] long ObservedGeneration);
