using System.Collections.Immutable;
using Windlass.Core.Api.Nodes;

namespace Windlass.Core.Projection;

/// <summary>What one node does in one wave.</summary>
/// <param name="Node">The node.</param>
/// <param name="Steps">In order.</param>
public sealed record ProjectedVisit(ClusterNode Node, ImmutableArray<ProjectedStep> Steps);
