using System.CommandLine;

namespace Windlass.Operator.Commands.Plugin;

/// <summary>The upgrade that is meant; who names none means the one at work.</summary>
internal static class UpgradeArgument
{
    private const string Meaning = "Name of the ClusterUpgrade; default: the one at work, else the last one.";

    /// <summary>For verbs that are about an upgrade.</summary>
    public static Argument<string?> Create() => new("upgrade") { Description = Meaning, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>For verbs that are about something else in it.</summary>
    public static Option<string?> CreateOption() => new("--upgrade") { Description = Meaning };
}
