namespace Windlass.ControlPlane.Schema;

/// <summary>
/// One refused field. <see cref="Message"/> is the cause's message; <see cref="ToString"/> is the sentence that goes into the Status message.
/// </summary>
/// <param name="Path">Dotted path such as <c>spec.ports[0].name</c>, or <c>&lt;nil&gt;</c> when the error belongs to the whole object.</param>
/// <param name="Reason">The machine-readable cause.</param>
/// <param name="Message">What a person reads, in the real server's words.</param>
internal sealed record FieldError(string Path, FieldReason Reason, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
