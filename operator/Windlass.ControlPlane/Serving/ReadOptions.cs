using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Selection;

namespace Windlass.ControlPlane.Serving;

/// <summary>The query parameters of lists and watches.</summary>
/// <param name="Limit">Zero for no limit.</param>
/// <param name="ResourceVersion">Null when not given; 0 means "any".</param>
/// <param name="IncludeObject">How much of each object a Table row carries: "Metadata" (default), "Object" or "None".</param>
internal sealed record ReadOptions(
    ObjectSelection Selection, int Limit, string Continue, long? ResourceVersion, string ResourceVersionMatch,
    bool IsWatch, TimeSpan? Timeout, bool AllowBookmarks, bool? SendInitialEvents, string IncludeObject)
{
    public static ReadOptions Read(QueryReader query, ServedResource resource, string ns)
    {
        var timeout = query.Number("timeoutSeconds");
        return new ReadOptions(
            new ObjectSelection(ns, Labels(query), Fields(query, resource)),
            (int)Math.Min(query.Number("limit") ?? 0, int.MaxValue),
            query.Text("continue"),
            query.Number("resourceVersion"),
            query.Text("resourceVersionMatch"),
            query.Flag("watch"),
            timeout is > 0 ? TimeSpan.FromSeconds(Math.Min(timeout.Value, 86_400)) : null,
            query.Flag("allowWatchBookmarks"),
            query.Text("sendInitialEvents").Length == 0 ? null : query.Flag("sendInitialEvents"),
            query.Text("includeObject"));
    }

    private static LabelSelector Labels(QueryReader query)
    {
        var text = query.Text("labelSelector");
        if (LabelSelectorParser.TryParse(text, out var selector, out var error))
            return selector;
        query.Refuse(error);
        return LabelSelector.Everything;
    }

    private static FieldSelector Fields(QueryReader query, ServedResource resource)
    {
        var text = query.Text("fieldSelector");
        if (!FieldSelector.TryParse(text, out var selector, out var error))
        {
            query.Refuse(error);
            return FieldSelector.Everything;
        }

        foreach (var requirement in selector.Requirements)
        {
            if (requirement.Path is not ("metadata.name" or "metadata.namespace") && !resource.SelectableFields.Contains(requirement.Path))
                query.Refuse($"field label not supported: {requirement.Path}");
        }

        if (resource.Nature != ResourceNature.ModernEvent)
            return selector;
        return new FieldSelector([.. selector.Requirements.Select(r => r with { Path = EventForms.StoredPath(r.Path) })]);
    }
}
