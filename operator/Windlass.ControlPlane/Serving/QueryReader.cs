using System.Globalization;

using Microsoft.AspNetCore.Http;

namespace Windlass.ControlPlane.Serving;

/// <summary>Typed reading of query parameters; the first one that makes no sense is remembered as the request's failure.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public ApiFailure? Failure { get; private set; }

    public string Text(string name) => query[name].ToString();

    public bool Flag(string name)
    {
        var text = Text(name);
        if (text.Length == 0)
            return query.ContainsKey(name);
        if (text is "1" or "t" or "T" || text.Equals("true", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!(text is "0" or "f" or "F" || text.Equals("false", StringComparison.OrdinalIgnoreCase)))
            Refuse(name, text, "must be a boolean");
        return false;
    }

    /// <summary>Null when absent.</summary>
    public long? Number(string name)
    {
        var text = Text(name);
        if (text.Length == 0)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return value;
        Refuse(name, text, "must be a non-negative integer");
        return null;
    }

    public void Refuse(string name, string text, string why) => Refuse($"invalid query parameter {name}=\"{text}\": {why}");

    public void Refuse(string message) => Failure ??= Failures.BadRequest(message);
}
