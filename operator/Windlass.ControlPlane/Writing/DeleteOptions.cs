using System.Text.Json.Nodes;

using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>How an object is to be deleted.</summary>
/// <param name="Uid">Precondition; empty for none.</param>
/// <param name="ResourceVersion">Precondition; empty for none.</param>
internal sealed record DeleteOptions(Propagation Propagation, string Uid, string ResourceVersion, bool IsDryRun)
{
    /// <summary>From the body where there is one, else from the query, as upstream does.</summary>
    public static DeleteOptions Read(QueryReader query, JsonObject? body)
    {
        var policy = body.Text("propagationPolicy") is { Length: > 0 } stated ? stated : query.Text("propagationPolicy");
        var orphan = query.Flag("orphanDependents")
            || (body?["orphanDependents"] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag);
        var propagation = policy switch
        {
            "Orphan" => Propagation.Orphan,
            "Foreground" => Propagation.Foreground,
            "Background" => Propagation.Background,
            "" => orphan ? Propagation.Orphan : Propagation.Background,
            var other => Refuse(query, other),
        };
        var conditions = body.Child("preconditions");
        var isDry = query.Text("dryRun") == "All" || body.Strings("dryRun").Contains("All");
        return new DeleteOptions(propagation, conditions.Text("uid"), conditions.Text("resourceVersion"), isDry);
    }

    private static Propagation Refuse(QueryReader query, string policy)
    {
        query.Refuse("propagationPolicy", policy, "must be Foreground, Background or Orphan");
        return Propagation.Background;
    }
}
