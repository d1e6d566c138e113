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

    /// <summary>A question of debconf, <c>OWNER/NAME</c>, in which <c>*</c> may stand for anything.</summary>
    public const string DebconfQuestion = "^[A-Za-z0-9*][A-Za-z0-9*+._-]*(/[A-Za-z0-9*+._-]+)+$";

    /// <summary>RE2 syntax, anchored.</summary>
    public string Expression { get; } = expression;
}
