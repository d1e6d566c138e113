namespace Windlass.Core.Reporting;

/// <summary>Something that happened to an object, for <c>kubectl describe</c>.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Reason">CamelCase word: what happened.</param>
/// <param name="Action">CamelCase word: what was being done.</param>
/// <param name="Note">A sentence for people, the cause first. No secrets.</param>
public sealed record ReportedEvent(EventSeverity Severity, string Reason, string Action, string Note);
