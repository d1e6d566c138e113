using Windlass.Core.Observation;

namespace Windlass.Nodes.Answers;

/// <summary>The answer of <c>observe.sh</c>.</summary>
internal static class ObservationAnswer
{
    /// <summary>Null when it does not even tell clock and boot id.</summary>
    public static NodeObservation? Parse(FramedAnswer answer, ObservationRequest request, DateTimeOffset takenAt)
    {
        var sections = answer.Sections();
        var machine = MachineSection.Parse(sections.GetValueOrDefault("machine") ?? []);
        if (machine is null)
        {
            return null;
        }

        var ledger = (sections.GetValueOrDefault("ledger") ?? []).Select(line => LedgerLine.Parse(line.Split(' '))).OfType<LedgerEntry>();
        return new NodeObservation
        {
            TakenAt = takenAt,
            Machine = machine.State,
            Packages = PackageSections.Parse(sections),
            Offers = PackageSections.Offers(sections, request.NewPackages),
            Units = UnitSections.Parse(sections, machine),
            Packaging = PackagingSection.Parse(sections.GetValueOrDefault("packaging") ?? []),
            Ledger = [.. ledger.OrderBy(entry => entry.StartedAt).ThenBy(entry => entry.Id.Value, StringComparer.Ordinal)],
            Probes = ProbeSection.Parse(sections.GetValueOrDefault("probes") ?? [], request.Probes),
        };
    }
}
