namespace Windlass.Core.Api.Upgrades;

/// <summary>When packages that are of no component, but that a component's new packages need, are installed.</summary>
public enum DependencyPolicy
{
    /// <summary>With the component, while it is stopped: nothing that runs finds its libraries replaced.</summary>
    WithComponent,

    /// <summary>All at once on each node before the first component is touched, under the services that run: outages are shorter, and a service may meet new libraries.</summary>
    Preinstall,
}
