namespace Windlass.Nodes.Tests.Gates;

/// <summary>A node with Debian's MariaDB; no server runs yet.</summary>
public sealed class DatabaseNode() : GateNode("wndb", "galera.sh", "/usr/lib/galera/libgalera_smm.so")
{
    protected override Task StartAsync() => RigAsync("seed");
}
