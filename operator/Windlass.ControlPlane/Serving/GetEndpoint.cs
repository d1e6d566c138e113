using Windlass.ControlPlane.Storage;

namespace Windlass.ControlPlane.Serving;

/// <summary>GET of one object.</summary>
internal sealed class GetEndpoint(ObjectStore store)
{
    public ApiAnswer Get(RequestTarget target, long? atLeast, ObjectPresenter presenter)
    {
        var snapshot = store.Current;
        if (atLeast > snapshot.Revision)
            return Failures.TooNew(atLeast.Value, snapshot.Revision);
        return snapshot.Find(target.Resource.Key(target.Namespace, target.Name)) is { } found
            ? new ApiAnswer.Document(200, presenter.One(found), [])
            : Failures.NotFound(target.Resource, target.Name);
    }
}
