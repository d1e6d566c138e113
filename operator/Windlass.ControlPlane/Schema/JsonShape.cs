namespace Windlass.ControlPlane.Schema;

/// <summary>The JSON types that a schema can name. An integral number is <see cref="Integer"/> whatever its spelling (1, 1.0, 1e0).</summary>
internal enum JsonShape
{
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}
