namespace Windlass.Core.Forecasting;

/// <summary>Nodes of one role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Nodes">How many.</param>
public sealed record RoleCount(string Role, int Nodes);
