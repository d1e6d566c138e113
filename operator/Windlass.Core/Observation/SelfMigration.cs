using System.Collections.Immutable;

namespace Windlass.Core.Observation;

/// <summary>Debconf says yes to a question that makes packages migrate their database by themselves.</summary>
/// <param name="Question">The question, for example <c>nova/configure_db</c>.</param>
/// <param name="Packages">Installed packages of the components that ask it.</param>
public sealed record SelfMigration(string Question, ImmutableArray<string> Packages);
