"""Prints the journal that the imitation services keep in the shared database, one tab-separated line per entry."""
import sqlite3
import signal
import sys
from datetime import datetime, timezone

signal.signal(signal.SIGPIPE, signal.SIG_DFL)      # `lab journal | head` is no error
rows = sqlite3.connect(sys.argv[1], timeout=10).execute(
    'select at, host, user, service, version, what, phase from journal order by id')
for at, *rest in rows:
    print(datetime.fromtimestamp(at, timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%f') + 'Z', *rest, sep='\t')
