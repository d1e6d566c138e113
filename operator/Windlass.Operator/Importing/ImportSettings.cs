namespace Windlass.Operator.Importing;

/// <summary>What a person wants of the manifests.</summary>
internal sealed record ImportSettings
{
    /// <summary>Name of the inventory, for problems.</summary>
    public required string File { get; init; }

    /// <summary>Which group makes which role.</summary>
    public required RoleMap Roles { get; init; }

    /// <summary>Namespace of the nodes; null: none is written.</summary>
    public string? Namespace { get; init; }

    /// <summary>Secret with the SSH key.</summary>
    public string SshSecret { get; init; } = "windlass-ssh";

    /// <summary>Nodes with this role run HAProxy.</summary>
    public string HaproxyRole { get; init; } = "controller";

    /// <summary>Variable that names the failure domain; null: none does.</summary>
    public string? FailureDomainVariable { get; init; }
}
