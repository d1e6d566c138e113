namespace Windlass.ControlPlane.Schema;

/// <summary>Why one field was refused; the names are the wire names of <c>Status.details.causes[].reason</c>.</summary>
internal enum FieldReason
{
    FieldValueRequired,
    FieldValueInvalid,
    FieldValueNotSupported,
    FieldValueTypeInvalid,
    FieldValueDuplicate,
    FieldValueTooLong,
    FieldValueTooMany,
    FieldValueForbidden,
}
