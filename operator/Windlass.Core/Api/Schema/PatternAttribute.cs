namespace Windlass.Core.Api.Schema;

/// <summary>Regular expression a string (or each string of a list) must match, for the CRD.</summary>
/// <param name="expression">RE2 syntax, anchored.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string expression) : Attribute
{
    /// <summary>A DNS-1123 subdomain: what Kubernetes takes as the name of an object.</summary>
    public const string ObjectName = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /// <summary>A Debian package or source package name (Debian policy §5.6.1).</summary>
    public const string PackageName = "^[a-z0-9][a-z0-9+.-]+$";

    /// <summary>RE2 syntax, anchored.</summary>
    public string Expression { get; } = expression;
}
