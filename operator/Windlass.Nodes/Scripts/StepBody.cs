using System.Collections.Immutable;
using System.Globalization;
using Windlass.Core.Planning.Allowances;
using Windlass.Core.Planning.Steps;

namespace Windlass.Nodes.Scripts;

/// <summary>The script of a step and its data.</summary>
/// <param name="Kind">Name of the script, for example <c>stop-and-hold</c>.</param>
/// <param name="Data">Its data, in order.</param>
internal sealed record StepBody(string Kind, ImmutableArray<ScriptDatum> Data)
{
    /// <summary>Whole shell text, ready to be kept on the node and run.</summary>
    public string Text => ScriptText.Compose(
        ["lib/common.sh", "lib/hold.sh", "lib/apt.sh", .. Besides(Kind), "lib/http.sh", "lib/keyring.sh", $"steps/{Kind}.sh"], "WINDLASS-STEP-DATA", Data);

    /// <summary>What only some need.</summary>
    private static string[] Besides(string kind) => kind switch
    {
        "switch-repository" or "autoremove" => ["lib/unneeded.sh"],
        "repair-packages" or "preinstall" or "install" => ["lib/debconf.sh"],
        _ => [],
    };

    /// <summary>The value that is not usable on a command line, or null when all are.</summary>
    public string? Offence => Data.FirstOrDefault(datum => !IsUsable(datum))?.Value;

    /// <summary>The body of a step.</summary>
    public static StepBody Of(NodeStep.Command step) => step switch
    {
        NodeStep.Quiesce s => new("quiesce", Units(s.Units)),
        NodeStep.Unquiesce s => new("unquiesce", Units(s.Units)),
        NodeStep.Configure s => new("configure", [.. s.SuccessExitCodes.Select(Success), .. Arguments(s.Run)]),
        NodeStep.Reboot => new("reboot", []),
        NodeStep.RepairPackages s => new("repair-packages", [.. Guards(s.GuardedUnits), .. Questions(s.MigrationQuestions)]),
        NodeStep.Autoremove s => new("autoremove", [new("upgrade", s.Upgrade), .. Guards(s.GuardedUnits), .. Named("kept-source", s.KeptSources), .. Named("package", s.Packages)]),
        NodeStep.SwitchRepository s => new("switch-repository", Repository(s)),
        NodeStep.Stage s => new("stage", [.. HeldSources(s.HeldSources), .. Removable(s.Removable), .. Pins(s.Packages)]),
        NodeStep.Preinstall s => new("preinstall", [.. Guards(s.GuardedUnits), .. HeldSources(s.HeldSources), .. Removable(s.Removable), .. Questions(s.MigrationQuestions), .. Pins(s.Packages)]),
        NodeStep.StopAndHold s => new("stop-and-hold", [Seconds(s.StopSeconds), .. Units(s.Units)]),
        NodeStep.Install s => new("install", [.. Guards(s.GuardedUnits), .. HeldSources(s.HeldSources), .. Removable(s.Removable), .. Questions(s.MigrationQuestions), .. Pins(s.Packages)]),
        NodeStep.SyncSchema s => new("sync-schema", Schema(s)),
        NodeStep.Release s => new("release", [.. Units(s.Units), .. s.Awaited.Where(SafeWord.IsUrl).Select(url => new ScriptDatum("await", url))]),
        NodeStep.Restart s => new("restart", [Seconds(s.StopSeconds), .. Units(s.Units)]),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.GetType().Name, "No script for this kind of step."),
    };

    private static IEnumerable<ScriptDatum> Named(string key, ImmutableArray<string> values) => values.Select(value => new ScriptDatum(key, value));

    private static ImmutableArray<ScriptDatum> Units(ImmutableArray<string> units) => [.. units.Select(unit => new ScriptDatum("unit", unit))];

    private static ImmutableArray<ScriptDatum> Guards(ImmutableArray<string> units) => [.. units.Select(unit => new ScriptDatum("guard", unit))];

    private static ImmutableArray<ScriptDatum> Pins(ImmutableArray<PackagePin> pins) => [.. pins.Select(pin => new ScriptDatum("pin", pin.ToString()))];

    private static ImmutableArray<ScriptDatum> HeldSources(ImmutableArray<string> sources) => [.. sources.Select(source => new ScriptDatum("held-source", source))];

    private static ImmutableArray<ScriptDatum> Removable(ImmutableArray<string> packages) => [.. packages.Select(package => new ScriptDatum("removable", package))];

    private static ImmutableArray<ScriptDatum> Questions(ImmutableArray<string> questions) => [.. Named("question", questions)];

    private static ScriptDatum Seconds(int seconds) => new("stop-seconds", Math.Max(0, seconds).ToString(CultureInfo.InvariantCulture));

    private static ImmutableArray<ScriptDatum> Repository(NodeStep.SwitchRepository step)
    {
        var data = ImmutableArray.CreateBuilder<ScriptDatum>();
        if (step.NotesUnneededFor.Length > 0)
        {
            data.Add(new ScriptDatum("notes-unneeded-for", step.NotesUnneededFor));
        }

        data.Add(new ScriptDatum("file", step.File));
        data.Add(new ScriptDatum("content", ScriptText.Encode(step.Content)));
        if (step.KeyringName.Length > 0)
        {
            data.Add(new ScriptDatum("keyring", step.KeyringName));
            data.Add(new ScriptDatum("key", ScriptText.Encode(step.KeyringArmored)));
        }

        data.AddRange(step.Supersedes.Select(glob => new ScriptDatum("supersedes", glob)));
        return data.DrainToImmutable();
    }

    private static ImmutableArray<ScriptDatum> Schema(NodeStep.SyncSchema step) =>
    [
        new("phase", AllowanceLine.WordOf(step.Phase)),
        new("user", step.User.Length == 0 ? "-" : step.User),
        .. Arguments(step.Run),
    ];

    private static ScriptDatum Success(int code) => new("success", code.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<ScriptDatum> Arguments(ImmutableArray<string> run) =>
        run.Select(argument => new ScriptDatum("argument", argument.Length == 0 ? "-" : ScriptText.Encode(argument)));

    private static bool IsUsable(ScriptDatum datum) => datum.Key switch
    {
        "unit" or "guard" => SafeWord.IsUnit(datum.Value),
        "supersedes" => SafeWord.IsGlob(datum.Value),
        "question" => SafeWord.IsQuestion(datum.Value),
        "content" or "key" or "argument" => datum.Value.Length > 0,
        "await" => SafeWord.IsUrl(datum.Value),
        "user" => datum.Value == "-" || SafeWord.IsName(datum.Value),
        _ => SafeWord.IsName(datum.Value),
    };
}
