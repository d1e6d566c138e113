"""A daemon without an API (conductor, RPC server, compute, agent): it says every two seconds that it lives."""
import signal
import sqlite3
import threading

from . import cloud, release


def main(binary):
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    database = cloud.connect()
    cloud.start_or_exit(database, binary)
    print(f'{binary} {release.VERSION} running', flush=True)
    complained = False
    while not stop.is_set():
        try:
            cloud.heartbeat(database, binary)
            if cloud.too_old(database) and not complained:
                cloud.journal(database, binary, 'failed')
                print(f'ERROR {binary} {release.VERSION}: the schema was contracted under this code', flush=True)
                complained = True
        except sqlite3.OperationalError as error:
            print(f'WARNING {binary}: database: {error}', flush=True)
        stop.wait(2)
    cloud.journal(database, binary, 'stop')
