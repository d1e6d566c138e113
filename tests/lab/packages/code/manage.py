"""The schema tools: keystone-manage, glance-manage, nova-manage, neutron-db-manage, with upstream's exit codes."""
import os
import sys
import time

from . import cloud, release

MIGRATION_ERROR, STUCK, BAD_ARGUMENT = 1, 2, 127


def step(database, name, work):
    """One schema step between a `begin` and an `end` in the journal. Tests make it fail by /srv/shared/fail/NAME."""
    cloud.journal(database, name, 'begin')
    if os.path.exists(f'{cloud.SHARED}/fail/{name.replace(" ", "-")}'):
        cloud.journal(database, name, 'failed')
        print(f'CRITICAL {name}: failed because the lab was told so', file=sys.stderr)
        return MIGRATION_ERROR
    time.sleep(float(cloud.setting('database', 'schema_seconds', '1')))
    before = list(database.execute('select * from schema order by name'))
    trouble = work()
    if trouble:
        cloud.journal(database, name, 'failed')
        print(f'CRITICAL {name}: {trouble}', file=sys.stderr)
        return MIGRATION_ERROR
    changed = before != list(database.execute('select * from schema order by name'))
    cloud.journal(database, name, 'end' if changed else 'end (nothing to do)')
    print(f'INFO {name}: schema {cloud.marks(database)}')
    return 0


def expand(database, schema=None):
    return step(database, f'{schema or release.NAME} expand', lambda: cloud.mark(database, 'expanded', schema))


def migrate(database):
    def work():
        if cloud.marks(database)[0] < release.SCHEMA:
            return 'not expanded yet'
        return cloud.mark(database, 'migrated')
    return step(database, f'{release.NAME} migrate', work)


def contract(database):
    def work():
        if min(cloud.marks(database)[:2]) < release.SCHEMA:
            return 'not expanded and migrated yet'
        return cloud.mark(database, 'contracted')
    return step(database, f'{release.NAME} contract', work)


def everything(database):
    return expand(database) or migrate(database) or contract(database)


def check(database):
    """keystone's db_sync --check: 0 all done, 2 expand due, 3 migrate due, 4 contract due."""
    for code, have in zip((2, 3, 4), cloud.marks(database)):
        if have < release.SCHEMA:
            return code
    return 0


def expand_and_migrate(database):
    """neutron has no separate data step."""
    failed = expand(database)
    if not failed:
        cloud.mark(database, 'migrated')
    return failed


def offline_pending(database):
    return int(cloud.marks(database)[2] < release.SCHEMA)


def nova_main(database):
    failed = expand(database)
    if not failed:
        cloud.mark(database, 'migrated')
        if not database.execute('select count(*) from instances').fetchone()[0]:
            database.executemany('insert into instances (data) values (?)', [(release.SCHEMA,)] * 25)
            cloud.mark(database, 'contracted')       # a new cloud has no old data to move
    return failed


def online_migrations(database, limit):
    """Moves rows to the new form. With a limit: 1 = some were moved, run again; without: all in one run."""
    name = 'nova online_data_migrations'
    cloud.journal(database, name, 'begin')
    old = database.execute("select host, binary from heartbeats where binary like 'nova-%' and schema < ?",
                           (release.SCHEMA,)).fetchall()
    if old or cloud.marks(database)[0] < release.SCHEMA:
        cloud.journal(database, name, 'failed')
        print(f'ERROR cannot migrate while old code lives: {old}', file=sys.stderr)
        return STUCK
    rows = database.execute('select id from instances where data < ? limit ?', (release.SCHEMA, limit or -1)).fetchall()
    time.sleep(0.02 * len(rows))
    database.executemany('update instances set data = ? where id = ?', [(release.SCHEMA, row[0]) for row in rows])
    left = database.execute('select count(*) from instances where data < ?', (release.SCHEMA,)).fetchone()[0]
    if not left:
        cloud.mark(database, 'contracted')
    cloud.journal(database, name, f'end ({len(rows)} moved, {left} left)')
    print(f'INFO {len(rows)} rows moved, {left} left')
    return 1 if limit and rows else 0


COMMANDS = {
    'keystone': {'db_sync': everything, 'db_sync --expand': expand, 'db_sync --migrate': migrate,
                 'db_sync --contract': contract, 'db_sync --check': check},
    'glance': {'db_sync': everything, 'db sync': everything, 'db expand': expand, 'db migrate': migrate,
               'db contract': contract},
    'nova': {'api_db sync': lambda database: expand(database, 'nova_api'), 'db sync': nova_main},
    'neutron': {'upgrade head': everything, 'upgrade heads': everything,
                'upgrade --expand': expand_and_migrate, 'upgrade --contract': contract,
                'has_offline_migrations': offline_pending},
}


def main():
    words = ' '.join(sys.argv[1:])
    database = cloud.connect()
    database.executescript(cloud.NEW_TABLES)
    command = COMMANDS[release.NAME].get(words)
    if command:
        return command(database)
    if release.NAME == 'nova' and words.startswith('db online_data_migrations'):
        rest = words.split()[2:]
        if not rest:
            return online_migrations(database, 0)
        if len(rest) == 2 and rest[0] in ('--max-count', '--max_count') and rest[1].isdigit() and int(rest[1]) > 0:
            return online_migrations(database, int(rest[1]))
    print(f'usage: {os.path.basename(sys.argv[0])} {{{", ".join(COMMANDS[release.NAME])}}}', file=sys.stderr)
    return BAD_ARGUMENT
