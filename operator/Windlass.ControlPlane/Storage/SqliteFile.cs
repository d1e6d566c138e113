using Microsoft.Data.Sqlite;

using Windlass.ControlPlane.Security;

namespace Windlass.ControlPlane.Storage;

/// <summary>
/// The file behind the store: WAL with synchronous=FULL, so that a commit that returned survives kill -9 and power loss. Used by one thread at a
/// time.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>"WNDL" in SQLite's application_id: how we know a file is ours.</summary>
    private const int ApplicationId = 0x574E444C;

    private const int SchemaVersion = 1;

    private readonly StoreLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _remove;
    private readonly SqliteCommand _revision;

    private SqliteFile(StoreLock held, SqliteConnection connection)
    {
        _lock = held;
        _connection = connection;
        _put = Command(
            "INSERT INTO objects(collection, namespace, name, uid, revision, json) VALUES ($collection, $namespace, $name, $uid, $revision, $json) " +
            "ON CONFLICT(collection, namespace, name) DO UPDATE SET uid = excluded.uid, revision = excluded.revision, json = excluded.json",
            "$collection", "$namespace", "$name", "$uid", "$revision", "$json");
        _remove = Command(
            "DELETE FROM objects WHERE collection = $collection AND namespace = $namespace AND name = $name", "$collection", "$namespace", "$name");
        _revision = Command("UPDATE position SET revision = $revision", "$revision");
    }

    public static SqliteFile Open(string directory)
    {
        var held = StoreLock.Take(directory);
        var path = Path.Combine(directory, "store.db");
        SqliteConnection? connection = null;
        try
        {
            // SQLite gives its journals the mode of the file itself, so this covers them too.
            PrivateFile.Reserve(path);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            connection.Open();
            Prepare(connection, path);
            return new SqliteFile(held, connection);
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            held.Dispose();
            throw new ControlPlaneUnavailableException(
                $"The store {path} cannot be read ({exception.Message}). Restore it from a backup, or move it away to start empty.", exception);
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    public Snapshot Load()
    {
        using var query = _connection.CreateCommand();
        query.CommandText = "SELECT revision FROM position";
        var revision = (long)query.ExecuteScalar()!;
        query.CommandText = "SELECT collection, namespace, name, revision, json FROM objects";
        using var reader = query.ExecuteReader();
        var objects = new List<StoredObject>();
        while (reader.Read())
        {
            var key = new ObjectKey(string.Intern(reader.GetString(0)), string.Intern(reader.GetString(1)), reader.GetString(2));
            objects.Add(StoredObject.Load(key, reader.GetInt64(3), reader.GetFieldValue<byte[]>(4)));
        }

        return Snapshot.Of(revision, objects);
    }

    /// <summary>Writes the outcome of the changes in one commit; returns when it is on disk.</summary>
    public void Save(IReadOnlyList<Change> changes)
    {
        using var transaction = _connection.BeginTransaction();
        var final = new Dictionary<ObjectKey, Change>();
        foreach (var change in changes)
            final[change.Key] = change;
        foreach (var change in final.Values)
            SaveOne(change, transaction);
        Run(_revision, transaction, changes[^1].Revision);
        transaction.Commit();
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _revision.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var application = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_master");
        if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
            throw new ControlPlaneUnavailableException($"{path} is a database of another program. Choose another data directory.");
        if (version > SchemaVersion)
            throw new ControlPlaneUnavailableException(
                $"{path} was written by a newer release (format {version}, this one reads {SchemaVersion}). Run that release, or restore an " +
                $"older backup.");
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        if (tables == 0)
            Create(connection);
        var check = Text(connection, "PRAGMA quick_check(1)");
        if (check != "ok")
            throw new ControlPlaneUnavailableException(
                $"The store {path} is damaged ({check}). Restore it from a backup, or move it away to start empty.");
    }

    private static void Create(SqliteConnection connection) => Execute(connection, $"""
        BEGIN;
        CREATE TABLE objects(
            collection TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
            uid TEXT NOT NULL, revision INTEGER NOT NULL, json BLOB NOT NULL,
            PRIMARY KEY (collection, namespace, name));
        CREATE TABLE position(revision INTEGER NOT NULL);
        INSERT INTO position VALUES (0);
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {SchemaVersion};
        COMMIT;
        """);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    private void SaveOne(Change change, SqliteTransaction transaction)
    {
        var key = change.Key;
        if (change.After is null)
            Run(_remove, transaction, key.Collection, key.Namespace, key.Name);
        else
            Run(_put, transaction, key.Collection, key.Namespace, key.Name, change.After.Uid, change.After.Revision, change.After.Json.ToArray());
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        return command;
    }
}
