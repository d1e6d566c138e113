using System.Collections.Immutable;

namespace Windlass.ControlPlane.Security;

/// <summary>Who sent a request. Every identity may do everything: whoever holds a credential of this control plane owns it.</summary>
internal sealed record Identity(string Name, ImmutableArray<string> Groups);
