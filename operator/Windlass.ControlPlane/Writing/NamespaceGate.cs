using Windlass.ControlPlane.Resources;
using Windlass.ControlPlane.Serving;
using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Writing;

/// <summary>Objects are created only in namespaces that exist and are not on their way out.</summary>
internal static class NamespaceGate
{
    public static ApiFailure? Check(ResourceCatalogue catalogue, Transaction transaction, ServedResource resource, string ns, string name)
    {
        if (!resource.IsNamespaced)
            return null;
        var found = transaction.State.Find(catalogue.Namespaces.Key("", ns));
        if (found is null)
            return Failures.NotFound(catalogue.Namespaces, ns);
        if (!found.IsDeleting)
            return null;
        return Failures.Forbidden(
            resource, name, $"unable to create new content in namespace {ns} because it is being terminated",
            new FailureCause("NamespaceTerminating", $"namespace {ns} is being terminated", "metadata.namespace"));
    }
}
