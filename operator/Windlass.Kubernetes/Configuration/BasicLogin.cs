namespace Windlass.Kubernetes.Configuration;

/// <summary>User name and password, sent with every request.</summary>
public sealed record BasicLogin(string UserName, Secret Password);
