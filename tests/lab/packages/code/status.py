"""The upgrade checks: keystone-status and nova-status, with upstream's words, table and exit codes. They only read.

/srv/shared/check/NAME is the exit code that a test wants; without it all is well.
"""
import sqlite3
import sys

from . import cloud, release

RESULTS = {0: 'Success', 1: 'Warning', 2: 'Failure'}
BAD_ARGUMENT = 255


def wanted():
    try:
        with open(f'{cloud.SHARED}/check/{release.NAME}', encoding='ascii') as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


def main():
    if sys.argv[1:] != ['upgrade', 'check']:
        print(f'usage: {release.NAME}-status upgrade check', file=sys.stderr)
        return BAD_ARGUMENT
    # immutable: even a reader of a database in WAL mode would write beside it
    marks = cloud.marks(sqlite3.connect(f'file:{cloud.database()}?immutable=1', uri=True))
    code = wanted()
    lines = [f'Check: Schema as {release.NAME} {release.VERSION} sees it', f'Result: {RESULTS.get(code, "Failure")}',
             f'Details: expanded, migrated, contracted: {marks}']
    width = max(map(len, lines))
    rule = '+' + '-' * (width + 2) + '+'
    print('\n'.join([rule, f'| {"Upgrade Check Results".ljust(width)} |', rule, *(f'| {line.ljust(width)} |' for line in lines), rule]))
    return code
