#!/usr/bin/python3
"""What the demo measured: demo_summary.py UPGRADE.json LOAD.json JOURNAL...

The upgrade's times are those of its conditions (whole seconds), the steps are counted in the nodes' own journals,
the requests by the load. Exit status 1 = the upgrade is not Ready, a request failed, or none was sent.
"""
import collections
import datetime
import json
import sys

PHASES = [('checks', 'PreflightPassed'), ('packages staged', 'PackagesStaged'), ('control plane', 'ControlPlaneUpgraded'),
          ('satellites', 'DataPlaneUpgraded'), ('migrations, finish', 'Ready')]


def instant(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00'))


def phases(upgrade):
    """A phase ends when its condition became True."""
    conditions = {c['type']: c for c in upgrade['status']['conditions']}
    begin = before = instant(upgrade['metadata']['creationTimestamp'])
    for name, kind in PHASES:
        if conditions.get(kind, {}).get('status') != 'True':
            continue
        end = instant(conditions[kind]['lastTransitionTime'])
        yield name, max(0, (end - before).total_seconds())
        before = max(before, end)
    yield 'in all', (before - begin).total_seconds()


def steps(journals):
    """Lines of a node's journal: TIME start|end STEP ATTEMPT KIND FENCE EXIT SHA256 FROM; other events are no steps."""
    started, failed = collections.Counter(), 0
    for path in journals:
        with open(path, encoding='utf-8') as journal:
            for fields in map(str.split, journal):
                if fields[1] == 'start':
                    started[fields[4]] += 1
                elif fields[1] == 'end' and fields[6] != '0':
                    failed += 1
    return started, failed


def main(upgrade_path, load_path, *journals):
    with open(upgrade_path, encoding='utf-8') as upgrade_file, open(load_path, encoding='utf-8') as load_file:
        upgrade, load = json.load(upgrade_file), json.load(load_file)
    ready = next((c for c in upgrade['status']['conditions'] if c['type'] == 'Ready'), {})
    started, failed = steps(journals)
    print(f'\nupgrade     {ready.get("status")} {ready.get("reason")}: {ready.get("message")}')
    print('duration    ' + ', '.join(f'{name} {seconds:.0f} s' for name, seconds in phases(upgrade)))
    print(f'steps       {sum(started.values())} on {len(journals)} nodes, {failed} tried again: '
          + ', '.join(f'{count} {kind}' for kind, count in started.most_common()))
    print(f'requests    {load["requests"]} in {load["seconds"]} s ({load["rate"]}/s), '
          f'99 % within {load["p99_ms"]} ms, slowest {load["max_ms"]} ms')
    print(f'failed      {load["failed"]}')
    for error in load['errors']:
        print(f'            {error["time"]} {error["url"]} {error["error"]} after {error["ms"]} ms')
    return 0 if ready.get('status') == 'True' and load['failed'] == 0 and load['requests'] > 0 else 1


sys.exit(main(*sys.argv[1:]))
