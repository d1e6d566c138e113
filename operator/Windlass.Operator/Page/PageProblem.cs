namespace Windlass.Operator.Page;

/// <summary>Why a request is not answered.</summary>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record PageProblem(string Message);
