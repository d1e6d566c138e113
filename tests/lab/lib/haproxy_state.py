"""Reads the server states of several HAProxies over their admin sockets.

haproxy_state.py [--wait SECONDS] [--expect INSTANCES] [--table] NODE=SOCKET...
Exit status 0 when every server is UP in every HAProxy.
"""
import argparse
import csv
import signal
import socket
import sys
import time


def servers(path):
    """{(backend, server): status} of one HAProxy; None when it does not answer."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(path)
            client.sendall(b'show stat\n')
            text = b''.join(iter(lambda: client.recv(65536), b'')).decode()
    except OSError:
        return None
    rows = csv.DictReader(text.lstrip('# ').splitlines())
    return {(row['pxname'], row['svname']): row['status'] for row in rows if row['svname'] not in ('FRONTEND', 'BACKEND')}


def all_up(states, expected):
    return len(states) >= expected and all(
        state and all(status == 'UP' for status in state.values()) for state in states.values())


def print_table(states):
    for node, state in states.items():
        if state is None:
            print(f'{node:<8} HAProxy does not answer')
            continue
        for backend in dict.fromkeys(key[0] for key in state):
            each = '  '.join(f'{server}: {status}' for (name, server), status in state.items() if name == backend)
            print(f'{node:<8} {backend:<10} {each}')


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    parser = argparse.ArgumentParser()
    parser.add_argument('--wait', type=float, default=0)
    parser.add_argument('--expect', type=int, default=1)
    parser.add_argument('--table', action='store_true')
    parser.add_argument('sockets', nargs='+')
    wanted = parser.parse_args()
    end = time.monotonic() + wanted.wait
    while True:
        states = {node: servers(path) for node, path in (item.split('=', 1) for item in wanted.sockets)}
        good = all_up(states, wanted.expect)
        if good or time.monotonic() >= end:
            break
        time.sleep(0.1)
    if wanted.table or not good:
        print_table(states)
    return 0 if good else 1


sys.exit(main())
