"""What every imitation service knows: its configuration, the shared database, the rules about schemas.

A schema goes through three marks: expanded (new tables are there), migrated (data is moved), contracted (old
tables are gone). Code of schema N needs expanded >= N to start, and answers 500 once contracted > N.
"""
import configparser
import os
import pwd
import socket
import sqlite3
import time

from . import release

HOST = socket.gethostname()
SHARED = '/srv/shared'
NEW_TABLES = '''
create table if not exists schema (name text primary key, expanded int, migrated int, contracted int);
create table if not exists journal (id integer primary key, at real, host text, user text, service text,
                                    version text, what text, phase text);
create table if not exists heartbeats (host text, binary text, version text, schema int, at real,
                                       primary key (host, binary));
create table if not exists instances (id integer primary key, data int);
'''
# What must be in place before code starts: glance wants its data moved first, nova has two databases.
NEEDS = {'glance': [('glance', 'migrated')], 'nova': [('nova_api', 'expanded'), ('nova', 'expanded')]}


def setting(section, name, default):
    """One value of the service's configuration file."""
    parser = configparser.ConfigParser()
    parser.read(f'/etc/{release.NAME}/{release.NAME}.conf')
    return parser.get(section, name, fallback=default)


def database():
    """The file of the shared database."""
    return setting('database', 'connection', f'sqlite:///{SHARED}/cloud.sqlite')[len('sqlite:///'):]


def connect():
    """A connection to the shared database. WAL: a reader never waits for a writer."""
    db = sqlite3.connect(database(), timeout=10, check_same_thread=False, isolation_level=None)
    db.execute('pragma synchronous=off')
    return db


def marks(db, name=None):
    """(expanded, migrated, contracted) of one schema; zeros when it does not exist yet."""
    try:
        row = db.execute('select expanded, migrated, contracted from schema where name = ?',
                         (name or release.NAME,)).fetchone()
    except sqlite3.OperationalError:
        row = None
    return row or (0, 0, 0)


def mark(db, column, name=None):
    """Move one mark of a schema up to the schema of this code."""
    name = name or release.NAME
    db.execute('insert or ignore into schema values (?, 0, 0, 0)', (name,))
    db.execute(f'update schema set {column} = max({column}, ?) where name = ?', (release.SCHEMA, name))


def refusal(db):
    """Why this code must not start on the schema as it is, or None."""
    for name, column in NEEDS.get(release.NAME, [(release.NAME, 'expanded')]):
        have = dict(zip(('expanded', 'migrated', 'contracted'), marks(db, name)))[column]
        if have < release.SCHEMA:
            return f'schema of {name} is {column} to {have}, this code needs {release.SCHEMA}'
    return None


def too_old(db):
    """Whether what this code reads has been removed."""
    return marks(db)[2] > release.SCHEMA


def journal(db, what, phase):
    """Leave a line for tests: who did what, when."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    db.execute('insert into journal (at, host, user, service, version, what, phase) values (?, ?, ?, ?, ?, ?, ?)',
               (time.time(), HOST, user, release.NAME, release.VERSION, what, phase))


def heartbeat(db, binary):
    """Tell the others which code runs here."""
    db.execute('insert or replace into heartbeats values (?, ?, ?, ?, ?)',
               (HOST, binary, release.VERSION, release.SCHEMA, time.time()))


def start_or_exit(db, binary):
    """Refuse to run new code on an old schema, as the real services do."""
    why = refusal(db)
    if why:
        journal(db, binary, 'refused')
        print(f'CRITICAL {binary} {release.VERSION}: {why}', flush=True)
        raise SystemExit(1)
    journal(db, binary, 'start')
