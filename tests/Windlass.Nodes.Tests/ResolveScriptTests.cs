using System.Collections.Immutable;
using Windlass.Core.Api.Releases;
using Windlass.Core.Observation;
using Windlass.Nodes.Answers;
using Windlass.Nodes.Scripts;

namespace Windlass.Nodes.Tests;

/// <summary>What a real APT says about the target, and that nothing of the node changes for it.</summary>
public sealed class ResolveScriptTests(AptBox box) : IClassFixture<AptBox>
{
    private const string Nonce = "0123456789abcdef";

    private static readonly ImmutableArray<TargetQuestion.Component> KeyThenNova = [new("key", ["wl-key"], []), new("nova", ["wl-nova"], ["wl-nova-metadata", "wl-nowhere"])];

    [Fact]
    public async Task NewRelease_Resolve_TellsVersionsAndChangesNothing()
    {
        await NodeAsync("plain", "Package: wl-key|Version: 2.0", "Package: wl-nova|Version: 2:30.1-1|Depends: wl-key (>= 2)", "Package: wl-nova-metadata|Version: 2:30.1-1");
        await box.DoneAsync("echo 'APT::Update::Post-Invoke { \"touch /etc/hook-ran\"; };' >/etc/apt/apt.conf.d/99hook");
        var before = await FilesAsync();

        var answer = await ResolveAsync(Question("plain", KeyThenNova));

        Assert.Null(answer.Failure);
        Assert.Equal(
            [("wl-key", "2.0"), ("wl-nova", "2:30.1-1"), ("wl-nova-metadata", "2:30.1-1")],
            answer.Candidates.Select(candidate => (candidate.Key, candidate.Value.Value)));
        Assert.All(answer.Installs, install => Assert.True(install is { Refusal: null, Moved.IsEmpty: true, Removed.IsEmpty: true }));
        Assert.Equal(["key", "nova"], answer.Installs.Select(install => install.Component));
        Assert.Equal(before, await FilesAsync());
    }

    [Fact]
    public async Task DependencyThatNobodyHas_Resolve_TellsAptsOwnLine()
    {
        await NodeAsync("unmet", "Package: wl-key|Version: 2.0|Depends: wl-absent (>= 3)", "Package: wl-nova|Version: 2:30.1-1");

        var answer = await ResolveAsync(Question("unmet", KeyThenNova));

        Assert.Equal("wl-key : Depends: wl-absent (>= 3) but it is not installable", answer.Installs[0].Refusal);
    }

    [Fact]
    public async Task PackageInTheWay_Resolve_TellsWhatWouldGo()
    {
        await NodeAsync("removal", "Package: wl-key|Version: 2.0|Conflicts: wl-other", "Package: wl-nova|Version: 2:30.1-1");

        var answer = await ResolveAsync(Question("removal", KeyThenNova));

        Assert.Equal(["wl-other"], answer.Installs[0].Removed);
    }

    /// <summary>W16: what one component draws in of another.</summary>
    [Fact]
    public async Task DependencyOnAnotherComponent_Resolve_TellsThatItWouldMove()
    {
        await NodeAsync("early", "Package: wl-key|Version: 2.0|Depends: wl-nova (>= 2:30)", "Package: wl-nova|Version: 2:30.1-1");

        var answer = await ResolveAsync(Question("early", KeyThenNova));

        Assert.Equal([new SimulatedInstall.Package("wl-nova", "wl-nova")], answer.Installs[0].Moved);
        Assert.Empty(answer.Installs[1].Moved);
    }

    [Fact]
    public async Task ArchiveThatIsNotThere_Resolve_NamesItsHost()
    {
        await NodeAsync("dead");
        var port = LocalNode.FreePort();

        var answer = await ResolveAsync(Question("dead", KeyThenNova) with
        {
            Repository = new ReleaseRepository { File = "new.sources", Content = $"Types: deb\nURIs: http://user:secret@127.0.0.1:{port}/x\nSuites: ./\nTrusted: yes\n" },
        });

        Assert.StartsWith($"the archive at 127.0.0.1:{port} cannot be read", answer.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Failure, StringComparison.Ordinal);
    }

    /// <summary>An old archive that stays may be newer than the target: only what the switch would leave counts.</summary>
    [Fact]
    public async Task SupersededSource_Resolve_IsNotAsked()
    {
        await NodeAsync("superseded", "Package: wl-key|Version: 2.0");
        await box.PublishAsync("rival", "Package: wl-key|Version: 9.0");
        await box.DoneAsync($"printf '{box.Source("rival").Replace("\n", "\\n", StringComparison.Ordinal)}' >/etc/apt/sources.list.d/rival-x.sources");

        var with = await ResolveAsync(Question("superseded", KeyThenNova));
        var without = await ResolveAsync(Question("superseded", KeyThenNova, "rival-*"));

        Assert.Equal(("9.0", "2.0"), (with.Candidates["wl-key"].Value, without.Candidates["wl-key"].Value));
    }

    private TargetQuestion Question(string archive, ImmutableArray<TargetQuestion.Component> components, params ImmutableArray<string> supersedes) => new(
        new ReleaseRepository { File = "new.sources", Content = box.Source(archive + "-new"), Supersedes = supersedes }, components, ["wl-key", "wl-nova"]);

    /// <summary>The old release is installed; the new one is published.</summary>
    private async Task NodeAsync(string archive, params string[] packages)
    {
        await box.PublishAsync($"{archive}-old", "Package: wl-key|Version: 1.0", "Package: wl-nova|Version: 2:29.2-1", "Package: wl-other|Version: 1.0");
        await box.PublishAsync($"{archive}-new", packages);
        await box.BeginWithAsync($"{archive}-old", "wl-key", "wl-nova", "wl-other");
    }

    private async Task<TargetResolution> ResolveAsync(TargetQuestion question)
    {
        var script = ResolveScript.Of(question);
        Assert.Null(script.Offence);
        var (_, output) = await box.RunAsync(script.Compose(Nonce));
        var frame = FramedAnswer.Parse(output, Nonce);
        Assert.True(frame is not null, output);
        return ResolutionAnswer.Parse(frame)!;
    }

    /// <summary>Everything that was ever written in the box, with size and times, and what there is in /run and /tmp of ours.</summary>
    private Task<string> FilesAsync() => box.DoneAsync(
        $"find {box.Written} -printf '%p %y %s %m %T@ %C@\\n' | sort; ls -d /run/windlass-target* /tmp/windlass-target* 2>/dev/null || true");
}
