using System.Diagnostics;

namespace Windlass.Nodes.Tests;

/// <summary>A real APT with a real dpkg in a mount namespace of its own (rig/apt-box.sh), and archives made of packages that hold nothing.</summary>
public sealed class AptBox : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wa").FullName;
    private Process? _process;

    /// <summary>deb822 text of an archive that <see cref="PublishAsync"/> made.</summary>
    public string Source(string archive) => $"Types: deb\nURIs: file:{_folder}/{archive}\nSuites: ./\nTrusted: yes\n";

    /// <summary>Folders, as seen inside, with what was written there since it began.</summary>
    public string Written => $"{_folder}/over/etc/upper {_folder}/over/usr/upper {_folder}/over/var/upper";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Environment.UserName != "root", "needs root, to make a mount namespace");
        Assert.SkipWhen(!File.Exists("/usr/bin/apt-ftparchive"), "needs apt-utils");
        await RunHereAsync("chmod 755 " + _folder);
        _process = Process.Start("unshare", ["--mount", "--propagation", "private", "sh", Path.Combine(AppContext.BaseDirectory, "rig", "apt-box.sh"), _folder]);
        await LocalNode.Eventually(() => Task.FromResult(File.Exists(Path.Combine(_folder, "ready"))));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Makes an archive. A package is its control file without the lines that all have: <c>Package: x|Version: 1|Depends: y</c>. A line
    /// <c>File: /usr/bin/x text</c> puts an executable file into it; <c>\n</c> ends its lines. <c>Link: /usr/bin/x /y</c> puts a link.
    /// </summary>
    public async Task PublishAsync(string archive, params string[] packages)
    {
        var folder = Path.Combine(_folder, archive);
        Directory.CreateDirectory(folder);
        foreach (var package in packages)
        {
            var tree = Path.Combine(_folder, "tree");
            Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
            var lines = package.Split('|').ToLookup(line => line.Split(' ')[0] is "File:" or "Link:" ? line[..4] : "");
            foreach (var file in lines["File"].Select(line => line.Split(' ', 3)))
            {
                var path = tree + file[1];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, file[2].Replace("\\n", "\n", StringComparison.Ordinal));
                await RunHereAsync($"chmod 755 {path}");
            }

            foreach (var link in lines["Link"].Select(line => line.Split(' ')))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(tree + link[1])!);
                File.CreateSymbolicLink(tree + link[1], link[2]);
            }

            await File.WriteAllTextAsync(
                Path.Combine(tree, "DEBIAN", "control"),
                string.Join('\n', lines[""]) + "\nArchitecture: all\nMaintainer: Nobody <nobody@example.net>\nDescription: nothing\n");
            await RunHereAsync($"dpkg-deb -b {tree} {folder} >/dev/null && rm -rf {tree}");
        }

        await RunHereAsync($"cd {folder} && apt-ftparchive packages . >Packages && apt-ftparchive release . >../Release.new && mv ../Release.new Release");
    }

    /// <summary>Only packages of the archive are installed that were published here, and that one is the only source.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="packages">As <c>apt-get install</c> takes them.</param>
    public async Task BeginWithAsync(string archive, params string[] packages)
    {
        await DoneAsync("rm -f /etc/apt/sources.list.d/*; apt-get -qq -y purge 'w[lp]-*' >/dev/null 2>&1 || true");
        await TurnToAsync(archive);
        await DoneAsync("apt-get -qq -y install " + string.Join(' ', packages));
    }

    /// <summary>The archive is the only source.</summary>
    public Task TurnToAsync(string archive) => DoneAsync(
        $"""
        cat >/etc/apt/sources.list.d/a.sources <<'END'
        {Source(archive)}END
        apt-get -qq update
        """);

    /// <summary>Packages of this test that are installed, with their versions, a line each.</summary>
    public Task<string> PackagesAsync() => DoneAsync("dpkg-query -W -f='${db:Status-Abbrev}${Package} ${Version}\\n' 'w[lp]-*' | sed -n 's/^ii *//p'");

    /// <summary>Runs a script inside; its standard output, whatever it answers.</summary>
    public Task<(int Code, string Output)> RunAsync(string script) => RunAsync("nsenter", ["--mount", "--target", $"{_process!.Id}", "sh", "-s"], script);

    /// <summary>Runs a script inside that must go well.</summary>
    public async Task<string> DoneAsync(string script)
    {
        var (code, output) = await RunAsync(script);
        Assert.True(code == 0, output);
        return output;
    }

    private static async Task RunHereAsync(string script)
    {
        var (code, output) = await RunAsync("sh", ["-s"], script);
        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(script);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
