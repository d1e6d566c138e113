namespace Windlass.Core.Api.Releases;

/// <summary>Whether a component must forget the versions its daemons agreed on when they started.</summary>
public enum FinalRestart
{
    /// <summary>Nothing is remembered.</summary>
    Never,

    /// <summary>Every daemon of the control plane restarts once no old one is left: a SIGHUP does not reach uWSGI processes.</summary>
    AfterLastSatellite,
}
