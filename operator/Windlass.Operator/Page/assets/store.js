"use strict";

/* What is known of the run: fed by events or by a saved file, read by everything that draws. */
const Store = {
  head: null,
  nodes: new Map(),
  saved: null,
  skew: 0,
  changed: new Set(),
  seen: 0,

  /* The operator's time: ages are by its clock, whatever this machine's says. */
  now() { return Store.saved ? Store.saved : Date.now() / 1000 + Store.skew; },

  take(picture) {
    if (picture.isWhole) {
      for (const name of Store.nodes.keys()) Store.changed.add(name);
      Store.nodes.clear();
    }
    if (picture.head) Store.head = picture.head;
    for (const name of picture.gone ?? []) { Store.nodes.delete(name); Store.changed.add(name); }
    for (const [name, node] of Object.entries(picture.nodes)) { Store.nodes.set(name, Store.read(name, node)); Store.changed.add(name); }
    Store.heard(picture.now);
  },

  heard(now) { Store.skew = Format.seconds(now) - Date.now() / 1000; Store.seen = Date.now() / 1000; },

  read(name, node) {
    const line = node.line ?? { node: name, role: node.role ?? "", state: "Suspended", reason: "", message: "its owner has suspended it", attempt: 0, failureDomain: "" };
    const periods = (node.periods ?? []).map((one) => ({ from: one.s, to: one.e, step: one.n, component: one.c ?? "", held: one.h ?? "", tries: one.a ?? 1 }));
    return { name, line, periods, heldBy: node.heldBy ?? "", heldSince: Format.seconds(node.heldSince), drains: node.drains ?? [], since: Format.seconds(line.since) };
  },

  /* The step in hand as periods that are not over yet. */
  open(node, now) {
    const { line } = node;
    if (!line.step) return [];
    const before = node.periods.length ? node.periods[node.periods.length - 1].to : 0;
    const from = Math.max(node.since ?? now, before);
    const one = { step: line.step, component: line.component ?? "", tries: line.attempt, isOpen: true };
    const stalled = line.state === "Stalled";
    const held = node.heldBy && node.heldSince;
    const begin = held ? Math.max(node.heldSince, from) : now;
    return [
      ...(begin > from ? [{ ...one, from, to: begin, held: "", stalled }] : []),
      ...(held ? [{ ...one, from: begin, to: now, held: node.heldBy, stalled }] : []),
    ];
  },

  all(node, now) { return [...node.periods, ...Store.open(node, now)]; },

  /* When each component was out of rotation here: from the drain to the end of the way back. */
  rotations(periods, now) {
    const [spans, open] = [[], new Map()];
    for (const one of periods) {
      if ((one.step === "Drain" || one.step === "Isolate") && !one.held && !open.has(one.component)) open.set(one.component, one.from);
      if (one.step === "Restore" && !one.isOpen && open.has(one.component)) {
        spans.push({ from: open.get(one.component), to: one.to, component: one.component });
        open.delete(one.component);
      }
    }
    for (const [component, from] of open) spans.push({ from, to: now, component, isOpen: true });
    return spans;
  },

  /* In the order in which they were begun; what is still to come as the release has it. */
  components() {
    const begun = new Map();
    for (const node of Store.nodes.values()) {
      for (const one of [...node.periods, ...Store.open(node, Store.now())]) if (one.component && !(begun.get(one.component) <= one.from)) begun.set(one.component, one.from);
    }
    return (Store.head?.status.components ?? []).filter((one) => one.component)
      .map((one, i) => ({ one, i, at: begun.get(one.component) ?? Infinity }))
      .sort((a, b) => (a.at === b.at ? a.i - b.i : a.at - b.at)).map(({ one }) => one);
  },

  /* When the new code of a component was first up on each node that has it at the target: later restarts and visits do not move it. */
  doneTimes(component) {
    const times = [];
    for (const { periods } of Store.nodes.values()) {
      const install = periods.findLastIndex((one) => one.step === "Install" && one.component === component);
      if (install < 0) continue;
      const end = periods.findIndex((one, i) => i > install && one.step === "Restore" && one.component === component && !one.held);
      const release = periods.findIndex((one, i) => i > install && one.step === "Release" && one.component === component);
      if (Math.max(end, release) >= 0) times.push(periods[end >= 0 ? end : release].to);
    }
    return times.sort((a, b) => a - b);
  },

  roles() {
    const roles = new Map();
    for (const name of [...Store.nodes.keys()].sort(Store.order)) {
      const role = Store.nodes.get(name).line.role || "(no role)";
      if (!roles.has(role)) roles.set(role, []);
      roles.get(role).push(name);
    }
    /* Small roles first: they serve everybody. */
    return [...roles].sort((one, other) => one[1].length - other[1].length || (one[0] < other[0] ? -1 : 1));
  },

  order: new Intl.Collator("en", { numeric: true }).compare,
};
