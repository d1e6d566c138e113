using System.Collections.Immutable;

namespace Windlass.ControlPlane.Tests.Conformance.Transcripts;

/// <summary>What one command said, made comparable: "out ", "err " or "exit " before each line.</summary>
internal sealed record Said(string Command, ImmutableArray<string> Lines);
