using System.Collections.Immutable;

using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>What became of a write.</summary>
internal abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>The object as it is now (or would be, when dry).</summary>
    public sealed record Stored(StoredObject Object, bool IsNew) : WriteOutcome
    {
        public ImmutableArray<string> Warnings { get; init; } = [];
    }

    /// <summary>The object is gone; this is its last state.</summary>
    public sealed record Gone(StoredObject Last) : WriteOutcome;

    public sealed record Failed(ApiFailure Failure) : WriteOutcome;

    public static implicit operator WriteOutcome(ApiFailure failure) => new Failed(failure);
}
