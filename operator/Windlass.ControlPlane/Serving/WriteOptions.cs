namespace Windlass.ControlPlane.Serving;

/// <summary>The query parameters of requests that change something.</summary>
/// <param name="Manager">Field manager: asked for, or the first word of the User-Agent.</param>
internal sealed record WriteOptions(string Manager, bool IsManagerExplicit, FieldValidation Validation, bool IsDryRun, bool IsForced)
{
    /// <summary>Upstream's limit on manager names, in characters.</summary>
    private const int ManagerLimit = 128;

    public static WriteOptions Read(QueryReader query, string userAgent)
    {
        var manager = query.Text("fieldManager");
        if (manager.Length > ManagerLimit)
            query.Refuse("fieldManager", manager, $"may not be longer than {ManagerLimit}");
        var dryRun = query.Text("dryRun");
        if (dryRun is not ("" or "All"))
            query.Refuse("dryRun", dryRun, "supported values: \"All\"");
        var validation = query.Text("fieldValidation") switch
        {
            "" or "Warn" => FieldValidation.Warn,
            "Strict" => FieldValidation.Strict,
            "Ignore" => FieldValidation.Ignore,
            var other => Unknown(query, other),
        };
        return new WriteOptions(
            manager.Length > 0 ? manager : Default(userAgent), manager.Length > 0, validation, dryRun == "All", query.Flag("force"));
    }

    private static FieldValidation Unknown(QueryReader query, string text)
    {
        query.Refuse("fieldValidation", text, "supported values: \"Ignore\", \"Warn\", \"Strict\"");
        return FieldValidation.Warn;
    }

    private static string Default(string userAgent)
    {
        var product = userAgent.Split('/')[0].Trim();
        return product.Length is > 0 and <= ManagerLimit ? product : "unknown";
    }
}
