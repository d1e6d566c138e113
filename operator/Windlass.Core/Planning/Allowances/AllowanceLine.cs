using System.Collections.Immutable;
using System.Text;
using Windlass.Core.Api.WorkOrders;

namespace Windlass.Core.Planning.Allowances;

/// <summary>Lines of a node's allow-list, <c>/etc/windlass/node-policy</c>. The node's wrapper compares them whole, byte by byte.</summary>
public static class AllowanceLine
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@%+=,~/-";

    /// <summary>A kind of step, as the node's scripts are called.</summary>
    /// <param name="kind">For example <c>stop-and-hold</c>.</param>
    public static string Step(string kind) => $"step {kind}";

    /// <summary>A schema command.</summary>
    /// <param name="phase">When it runs.</param>
    /// <param name="user">Account; empty: root.</param>
    /// <param name="run">Argument vector.</param>
    public static string Schema(SchemaPhase phase, string user, ImmutableArray<string> run) => $"schema {WordOf(phase)} {Account(user)} {Arguments(run)}";

    /// <summary>An upgrade check, run from the new packages unpacked aside.</summary>
    /// <param name="user">Account; empty: root.</param>
    /// <param name="run">Argument vector.</param>
    public static string Check(string user, ImmutableArray<string> run) => $"check {Account(user)} {Arguments(run)}";

    /// <summary>A run of configuration management, as root.</summary>
    /// <param name="run">Argument vector.</param>
    public static string Configure(ImmutableArray<string> run) => $"configure {Arguments(run)}";

    /// <summary>A command that only looks, as root: what a gate asks.</summary>
    /// <param name="run">Argument vector.</param>
    public static string Ask(ImmutableArray<string> run) => $"ask {Arguments(run)}";

    /// <summary>The word for a phase in an order to a node.</summary>
    public static string WordOf(SchemaPhase phase) => phase switch
    {
        SchemaPhase.OnlineMigrations => "online-migrations",
        SchemaPhase.UpgradeCheck => "upgrade-check",
        _ => "once",
    };

    /// <summary>Arguments: each itself where it is made of plain characters, any other byte as a backslash and three octal digits, an empty one as two quotes.</summary>
    public static string Arguments(ImmutableArray<string> run) => string.Join(' ', run.Select(Argument));

    private static string Account(string user) => user.Length == 0 ? "-" : user;

    private static string Argument(string argument)
    {
        if (argument.Length == 0)
        {
            return "\"\"";
        }

        var text = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(argument))
        {
            var sign = (char)value;
            text.Append(Plain.Contains(sign, StringComparison.Ordinal) ? sign.ToString() : "\\" + Convert.ToString(value, 8).PadLeft(3, '0'));
        }

        return text.ToString();
    }
}
