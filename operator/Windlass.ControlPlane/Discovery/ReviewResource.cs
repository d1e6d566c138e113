namespace Windlass.ControlPlane.Discovery;

/// <summary>A kind that is posted and answered, never stored.</summary>
internal sealed record ReviewResource(string Group, string Plural, string Singular, string Kind)
{
    public static readonly ReviewResource Access = new(
        "authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectaccessreview", "SelfSubjectAccessReview");
    public static readonly ReviewResource Self = new("authentication.k8s.io", "selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview");

    public string ApiVersion => $"{Group}/v1";

    public string Path => $"/apis/{Group}/v1/{Plural}";
}
