using Windlass.Kubernetes.Api;

namespace Windlass.Testing;

// Lists, selectors and watches.
public abstract partial class ClusterApiContract
{
    [Fact]
    public async Task ManyObjects_ListInSmallPages_AllComeOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            Ok(await Api.CreateAsync(Widget.Type, New($"p{i}", size: i), Cancellation));
        }

        var list = await Api.ListAsync(Widget.Type, new ListOptions { Namespace = "default", LabelSelector = Label, PageSize = 2 }, Cancellation);

        Assert.Equal([0, 1, 2, 3, 4], Ok(list).Items.Select(item => item.Spec?.Size ?? -1).Order());
        Assert.NotEqual("", Ok(list).ResourceVersion);
    }

    [Fact]
    public async Task Selectors_List_OnlyMatching()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("a"), Cancellation));
        Ok(await Api.CreateAsync(Widget.Type, New("b"), Cancellation));

        var byField = new ListOptions { Namespace = "default", FieldSelector = $"metadata.name={Key("b").Name}" };
        var byLabel = new ListOptions { LabelSelector = Label };
        var elsewhere = new ListOptions { Namespace = "kube-system", LabelSelector = Label };

        Assert.Equal([Key("b").Name], Ok(await Api.ListAsync(Widget.Type, byField, Cancellation)).Items.Select(item => item.Metadata.Name));
        Assert.Equal(2, Ok(await Api.ListAsync(Widget.Type, byLabel, Cancellation)).Items.Length);
        Assert.Empty(Ok(await Api.ListAsync(Widget.Type, elsewhere, Cancellation)).Items);
    }

    [Fact]
    public async Task Changes_WatchFromList_ComeInOrder()
    {
        Ok(await Api.CreateAsync(Widget.Type, New("before"), Cancellation));
        var list = Ok(await Api.ListAsync(Widget.Type, new ListOptions { Namespace = "default", LabelSelector = Label }, Cancellation));
        var options = new WatchOptions
        {
            Namespace = "default", LabelSelector = Label, ResourceVersion = list.ResourceVersion, Timeout = TimeSpan.FromSeconds(30),
        };

        var made = Ok(await Api.CreateAsync(Widget.Type, New("a", size: 1), Cancellation));
        Ok(await Api.ReplaceAsync(Widget.Type, made with { Spec = new(2) }, Cancellation));
        Ok(await Api.DeleteAsync(Widget.Type, Key("a"), new DeleteOptions(), Cancellation));
        var seen = new List<string>();
        await foreach (var change in Api.Watch(Widget.Type, options, Cancellation))
        {
            seen.Add(Describe(change));
            if (change is WatchEvent<Widget>.Deleted or WatchEvent<Widget>.Failed)
            {
                break;
            }
        }

        Assert.Equal(["applied 1", "applied 2", "deleted 2"], seen.Where(text => text.Length > 0));
    }
}
