using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;

namespace Windlass.ControlPlane.Writing;

/// <summary>A write on its way: what it points at and how it is to be done.</summary>
internal sealed record WriteRequest(RequestTarget Target, WriteOptions Options)
{
    public ServedResource Resource => Target.Resource;
}
