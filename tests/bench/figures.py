#!/usr/bin/python3
"""Counts of an upgrade, from /metrics before and after it: figures.py BEFORE AFTER NODES."""
import collections
import re
import sys

LINE = re.compile(r'(\w+)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def read(path):
    """{(name, labels): value} of every sample."""
    with open(path, encoding='utf-8') as text:
        samples = (LINE.match(line.strip()) for line in text if not line.startswith('#'))
        return {(s[1], s[2] or ''): float(s[3]) for s in samples if s}


def increase(before, after, name, *by):
    """How much a counter grew, by some of its labels."""
    grown = collections.Counter()
    for (family, labels), value in after.items():
        if family == name:
            known = dict(LABEL.findall(labels))
            grown[' '.join(known[label] for label in by)] += int(value - before.get((family, labels), 0))
    return +grown


def listed(counts):
    return ', '.join(f'{count} {what}' for what, count in counts.most_common())


def figure(name, value, goal):
    print(f'  {name:<46} {value:<20} goal: {goal}')


def main(before_path, after_path, nodes):
    before, after, nodes = read(before_path), read(after_path), int(nodes)
    steps = increase(before, after, 'windlass_node_step_attempts_total', 'step')
    count = steps.total()
    exchanges = increase(before, after, 'windlass_ssh_commands_total', 'result').total()
    # the first look at each node included: its connection may be used for the upgrade
    connections = increase({}, after, 'windlass_ssh_connections_total').total()
    writes = increase(before, after, 'windlass_api_writes_total', 'kind', 'verb')
    by_clock = writes.pop('Lease replace', 0) + writes.pop('Lease create', 0)
    status = writes['NodeUpgrade apply_status']
    print(f'  {count} steps: {listed(steps)}')
    print(f'  {writes.total()} API writes, and {by_clock} of the lease: {listed(writes)}')
    figure('SSH connections per node', f'{connections / nodes:.2f} ({connections})', '1')
    figure('SSH connections per step', f'{connections / count:.2f}', 'at most 1')
    figure('SSH exchanges per step', f'{exchanges / count:.2f} ({exchanges})', 'at most 3')
    figure('SSH exchanges per node', f'{exchanges / nodes:.1f}', 'none')
    figure('API writes per step, status of the work order', f'{status / count:.2f} ({status})', 'at most 2')
    figure('API writes per step, all but the lease', f'{writes.total() / count:.2f} ({writes.total()})', 'at most 2')


if __name__ == '__main__':
    main(*sys.argv[1:])
