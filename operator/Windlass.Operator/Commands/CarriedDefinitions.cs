using System.Collections.Immutable;

namespace Windlass.Operator.Commands;

/// <summary>The manifests of crds/, carried in the program.</summary>
internal static class CarriedDefinitions
{
    public static ImmutableArray<string> All { get; } = Read();

    private static ImmutableArray<string> Read()
    {
        var assembly = typeof(CarriedDefinitions).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith("crds/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            }),
        ];
    }
}
