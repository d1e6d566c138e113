namespace Windlass.ControlPlane.Schema;

/// <summary>One column of <c>kubectl get</c>.</summary>
/// <param name="Name">The heading; kubectl prints it in capitals.</param>
/// <param name="Type">integer, number, string, boolean or date; a value of another type is left blank.</param>
/// <param name="Format">A hint for clients, such as <c>name</c>; empty when there is none.</param>
/// <param name="Description">What the column shows.</param>
/// <param name="Priority">0 is always shown, larger only with <c>-o wide</c>.</param>
/// <param name="JsonPath">Where the value is, in the notation of <c>additionalPrinterColumns</c>.</param>
internal sealed record PrinterColumn(string Name, string Type, string Format, string Description, int Priority, string JsonPath);
