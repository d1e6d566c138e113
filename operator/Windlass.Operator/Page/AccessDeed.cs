namespace Windlass.Operator.Page;

/// <summary>Something that may be allowed.</summary>
/// <param name="Namespace">Where.</param>
/// <param name="Verb">For example <c>list</c>.</param>
/// <param name="Group">API group.</param>
/// <param name="Resource">Plural name.</param>
internal sealed record AccessDeed(string Namespace, string Verb, string Group, string Resource);
