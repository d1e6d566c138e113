namespace Windlass.Operator.Importing;

/// <summary>Something in an inventory that cannot be imported.</summary>
/// <param name="File">The file, as the person named it.</param>
/// <param name="Line">Line, from 1; 0 when it is about the file as a whole.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
internal sealed record InventoryProblem(string File, int Line, string Message)
{
    /// <summary>As compilers write it, so that editors jump there.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}
