namespace Windlass.Operator.Plugin;

/// <summary>Who reads the answer.</summary>
internal enum OutputFormat
{
    /// <summary>People.</summary>
    Text,

    /// <summary>Programs.</summary>
    Json,

    /// <summary>Programs, and people who like it.</summary>
    Yaml,
}
