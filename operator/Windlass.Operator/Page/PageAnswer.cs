using Windlass.Operator.Plugin;

namespace Windlass.Operator.Page;

/// <summary>Why a node is where it is: the document of <c>kubectl windlass why</c>.</summary>
/// <param name="Why">The document.</param>
internal sealed record PageAnswer(WhyDocument Why);
