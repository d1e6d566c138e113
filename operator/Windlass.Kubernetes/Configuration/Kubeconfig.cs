namespace Windlass.Kubernetes.Configuration;

/// <summary>Reads kubeconfig files by kubectl's rules. Total: a bad file is a message, never an exception.</summary>
public static class Kubeconfig
{
    private const long SizeLimit = 8 * 1024 * 1024;

    /// <summary>Loads the connection of a context.</summary>
    /// <param name="path">One file, or a list separated like PATH (the value of KUBECONFIG); null for the environment, then <c>~/.kube/config</c>.</param>
    /// <param name="contextName">Context; null for <c>current-context</c>.</param>
    public static ConnectionOutcome Load(string? path, string? contextName = null)
    {
        var list = path ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        if (string.IsNullOrEmpty(list))
        {
            list = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        }

        var names = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var files = new List<KubeconfigFile>();
        foreach (var name in names)
        {
            // Like kubectl: of a list, missing files are passed over; a single one that is missing is a mistake worth telling.
            if (names.Count > 1 && !File.Exists(name))
            {
                continue;
            }

            if (Read(name, out var problem) is not { } file)
            {
                return new ConnectionOutcome.Invalid(problem);
            }

            files.Add(file);
        }

        return files.Count == 0
            ? new ConnectionOutcome.Invalid($"{list}: none of these kubeconfig files exists; write one, or name another with --kubeconfig or KUBECONFIG")
            : Choose(files, contextName);
    }

    /// <summary>Loads the connection of a context from text, for tests and for text that came from elsewhere.</summary>
    internal static ConnectionOutcome Parse(string path, string text, string? contextName = null) =>
        ConfigParser.Parse(text, out var problem) is { } root
            ? Choose([new KubeconfigFile(path, root)], contextName)
            : new ConnectionOutcome.Invalid($"{path}: {problem}; repair the file, or name another with --kubeconfig");

    private static KubeconfigFile? Read(string path, out string problem)
    {
        problem = "";
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                problem = $"{path}: no such kubeconfig file; write one, or name another with --kubeconfig or KUBECONFIG";
                return null;
            }

            if (info.Length > SizeLimit)
            {
                problem = $"{path}: {info.Length} bytes are too large for a kubeconfig file; name another with --kubeconfig";
                return null;
            }

            if (ConfigParser.Parse(File.ReadAllText(path), out var fault) is { } root)
            {
                return new(path, root);
            }

            problem = $"{path}: {fault}; repair the file, or name another with --kubeconfig";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"{path}: cannot be read ({e.Message}); check its path and permissions";
            return null;
        }
    }

    private static ConnectionOutcome Choose(List<KubeconfigFile> files, string? contextName)
    {
        var where = string.Join(Path.PathSeparator, files.Select(file => file.Path));
        var name = contextName ?? files.Select(file => file.Root.TextOf("current-context")).FirstOrDefault(text => text is not null);
        if (name is null)
        {
            return new ConnectionOutcome.Invalid($"{where}: has no current-context; choose one with kubectl config use-context NAME, or name one");
        }

        if (Find(files, "contexts", "context", name) is not { } context)
        {
            return new ConnectionOutcome.Invalid($"{where}: has no context {name}; kubectl config get-contexts lists those it has");
        }

        var clusterName = context.Body.TextOf("cluster") ?? "";
        if (Find(files, "clusters", "cluster", clusterName) is not { } cluster)
        {
            return new ConnectionOutcome.Invalid($"{context.File.Path}: context {name} names the cluster '{clusterName}', which is not there; add it, or correct the context");
        }

        var userName = context.Body.TextOf("user");
        var user = userName is null ? new KubeconfigEntry(context.File, "", new ConfigNode.Mapping([])) : Find(files, "users", "user", userName);
        return user is null
            ? new ConnectionOutcome.Invalid($"{context.File.Path}: context {name} names the user '{userName}', which is not there; add it, or correct the context")
            : KubeconfigConnection.Build(cluster, user, context.Body.TextOf("namespace"));
    }

    private static KubeconfigEntry? Find(List<KubeconfigFile> files, string list, string part, string name) =>
        files.Select(file => file.Find(list, part, name)).FirstOrDefault(entry => entry is not null);
}
