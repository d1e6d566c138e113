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


def increase(before, after, name, by):
    """How much a counter grew, by one of its labels."""
    grown = collections.Counter()
    for (family, labels), value in after.items():
        if family == name:
            grown[dict(LABEL.findall(labels)).get(by, '')] += int(value - before.get((family, labels), 0))
    return +grown


def figure(name, value, goal):
    print(f'  {name:<44} {value:<22} goal: {goal}')


def main(before_path, after_path, nodes):
    before, after, nodes = read(before_path), read(after_path), int(nodes)
    steps = increase(before, after, 'windlass_node_step_attempts_total', 'step')
    exchanges = increase(before, after, 'windlass_ssh_commands_total', 'result').total()
    connections = increase({}, after, 'windlass_ssh_connections_total', '').total()
    writes = increase(before, after, 'windlass_api_writes_total', 'kind')
    del writes['Lease']  # by the clock, not by the step
    print(f'  {steps.total()} steps: ' + ', '.join(f'{count} {step}' for step, count in steps.most_common()))
    print(f'  {writes.total()} API writes: ' + ', '.join(f'{count} {kind}' for kind, count in writes.most_common()))
    figure('SSH connections per node', f'{connections / nodes:.2f} ({connections})', '1')
    figure('SSH exchanges per step', f'{exchanges / steps.total():.2f} ({exchanges})', 'at most 3')
    figure('SSH exchanges per node', f'{exchanges / nodes:.1f}', 'none')
    figure('API writes per step, work orders', f'{writes["NodeUpgrade"] / steps.total():.2f}', 'at most 2')
    figure('API writes per step, all but the lease', f'{writes.total() / steps.total():.2f}', 'at most 2')


if __name__ == '__main__':
    main(*sys.argv[1:])
