using System.CommandLine;
using Windlass.Operator.Importing;

namespace Windlass.Operator.Commands;

/// <summary><c>windlass import</c>: ClusterNodes from an inventory that people already have.</summary>
internal static class ImportCommand
{
    private static readonly Option<string?> Ansible = new("--ansible-inventory") { Description = "Ansible inventory, INI or YAML; group_vars and host_vars are not read.", HelpName = "file" };
    private static readonly Option<string?> Kolla = new("--kolla") { Description = "Kolla-Ansible's inventory (multinode).", HelpName = "file" };
    private static readonly Option<string?> Oci = new("--oci-csv") { Description = "Output of: ocicli -csv machine-list -a", HelpName = "file" };
    private static readonly Option<string?> OciCluster = new("--oci-cluster") { Description = "Only machines of this cluster of the CSV." };
    private static readonly Option<string?> Out = new("--out") { Description = "Write to this file; default: standard output.", HelpName = "file" };
    private static readonly Option<string?> Space = new("--namespace") { Description = "Namespace of the nodes; default: none is written." };

    private static readonly Option<string[]> Role = new("--role")
    {
        Description = "GROUP=ROLE: this group (or OCI role) stands for that role; GROUP= for none. Repeat it as needed.", HelpName = "group=role",
    };

    private static readonly Option<string> Secret = new("--ssh-secret") { Description = "Secret with the SSH key.", DefaultValueFactory = _ => "windlass-ssh" };
    private static readonly Option<string> Haproxy = new("--haproxy-role") { Description = "Nodes with this role run HAProxy.", DefaultValueFactory = _ => "controller" };
    private static readonly Option<string?> Domain = new("--failure-domain-from") { Description = "Variable (or CSV column) that names what fails together: rack, zone ..." };
    private static readonly Option<bool> Scan = new("--scan-host-keys") { Description = "Ask every machine for its host keys and show the fingerprints for confirmation." };

    private static readonly Option<bool> Confirmed = new("--yes-i-checked-the-fingerprints")
    {
        Description = "With --scan-host-keys where nobody can be asked: take what answers.",
    };

    public static Command Create()
    {
        var command = new Command("import", "Write ClusterNode manifests from an inventory that you already have.")
        {
            Ansible, Kolla, Oci, OciCluster, Out, Space, Role, Secret, Haproxy, Domain, Scan, Confirmed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        if (Source(result) is not { } source)
        {
            return Failure.Report("say what to import: exactly one of --ansible-inventory FILE, --kolla FILE, --oci-csv FILE", ExitCodes.BadInput);
        }

        var roles = source.Roles.With(result.GetValue(Role) ?? [], out var wrong);
        var problem = wrong ?? ObjectNameOption.Problem(Space.Name, result.GetValue(Space)) ?? ObjectNameOption.Problem(Secret.Name, result.GetValue(Secret));
        if (problem is not null)
        {
            return Failure.Report(problem, ExitCodes.BadInput);
        }

        var settings = new ImportSettings
        {
            File = source.File,
            Roles = roles,
            Namespace = result.GetValue(Space),
            SshSecret = result.GetRequiredValue(Secret),
            HaproxyRole = result.GetRequiredValue(Haproxy),
            FailureDomainVariable = result.GetValue(Domain),
        };
        return TextFile.Read(source.File) switch
        {
            FileReading.Unreadable unreadable => Failure.Report(unreadable.Message, ExitCodes.BadInput),
            FileReading.Read read => source.Read(read.Text) switch
            {
                InventoryReading.Read inventory => await WriteAsync(NodeImport.Of(inventory.Hosts, settings), settings, result, cancellation).ConfigureAwait(false),
                InventoryReading.Unusable unusable => Report(unusable.Problems),
                _ => throw new InvalidOperationException("closed set"),
            },
            _ => throw new InvalidOperationException("closed set"),
        };
    }

    /// <summary>The one inventory that was named; null: none, or several.</summary>
    private static InventorySource? Source(ParseResult result)
    {
        InventorySource?[] named =
        [
            result.GetValue(Ansible) is { } ansible ? new(ansible, RoleMap.Ansible, text => AnsibleInventory.Read(ansible, text)) : null,
            result.GetValue(Kolla) is { } kolla ? new(kolla, RoleMap.Kolla, text => AnsibleInventory.Read(kolla, text)) : null,
            result.GetValue(Oci) is { } oci ? new(oci, RoleMap.Oci, text => OciCsv.Read(oci, text, result.GetValue(OciCluster))) : null,
        ];
        return named.Count(source => source is not null) == 1 ? named.First(source => source is not null) : null;
    }

    private static async Task<int> WriteAsync(ImportOutcome outcome, ImportSettings settings, ParseResult result, CancellationToken cancellation)
    {
        if (outcome is ImportOutcome.Unusable unusable)
        {
            return Report(unusable.Problems);
        }

        var (nodes, leftOut) = (ImportOutcome.Nodes)outcome;
        if (result.GetValue(Scan))
        {
            var consent = new FingerprintConsent(
                result.InvocationConfiguration.Error, Console.IsInputRedirected ? null : Console.In, result.GetValue(Confirmed));
            if (await consent.ScanAsync(nodes, TimeProvider.System, cancellation).ConfigureAwait(false) is not { IsDefault: false } confirmed)
            {
                return ExitCodes.BadInput;
            }

            nodes = confirmed;
        }

        var text = NodeManifests.Write(nodes, leftOut, settings);
        if (result.GetValue(Out) is not { } file)
        {
            result.InvocationConfiguration.Output.Write(text);
            return 0;
        }

        return TextFile.Write(file, text) is { } failure ? Failure.Report(failure, ExitCodes.BadInput) : 0;
    }

    private static int Report(IEnumerable<InventoryProblem> problems) => problems.Select(problem => Failure.Report(problem.ToString(), ExitCodes.BadInput)).Last();

    private sealed record InventorySource(string File, RoleMap Roles, Func<string, InventoryReading> Read);
}
