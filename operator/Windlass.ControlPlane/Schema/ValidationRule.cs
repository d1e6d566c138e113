using Windlass.ControlPlane.Schema.Cel;

namespace Windlass.ControlPlane.Schema;

/// <summary>One entry of x-kubernetes-validations.</summary>
/// <param name="Text">The rule as written, quoted when it fails without a message.</param>
/// <param name="Expression">The rule, parsed and known to be within the evaluated subset of CEL.</param>
/// <param name="Message">What a person reads; null falls back to the rule's text.</param>
/// <param name="MessageExpression">Computes the message; wins over <paramref name="Message"/> when it yields a string.</param>
/// <param name="Reason">The cause; FieldValueInvalid unless the definition names another.</param>
/// <param name="FieldPath">Path of the blamed field relative to the rule's place, such as <c>.mode</c>; null blames the place itself.</param>
/// <param name="IsTransition">True when the rule reads oldSelf and so is skipped where there is no old value.</param>
internal sealed record ValidationRule(
    string Text, CelExpression Expression, string? Message, CelExpression? MessageExpression, FieldReason Reason, string? FieldPath,
    bool IsTransition);
