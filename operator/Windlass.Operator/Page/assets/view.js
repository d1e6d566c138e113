"use strict";

/* The run as a whole: the sentence, the facts, the tables. */
const View = {
  start() {
    Gantt.start();
    Grid.start();
    Detail.start();
    document.getElementById("as-table").addEventListener("toggle", () => View.course());
    addEventListener("resize", () => Gantt.draw());
    setInterval(() => { if (!Store.saved) View.tick(); }, 1000);
  },

  /* After news. */
  show() {
    if (!Store.head) return;
    document.getElementById("page").hidden = false;
    const changed = new Set(Store.changed);
    Store.changed.clear();
    View.lead();
    Gantt.layout();
    Gantt.draw();
    Grid.show(changed);
    View.components();
    View.drains();
    View.course();
    Detail.follow(changed);
  },

  /* Each second: only what is an age. */
  tick() {
    if (!Store.head || document.hidden) return;
    View.ages();
    if (!Store.head.status.completed) Gantt.draw();
  },

  lead() {
    const { status, sentence, mood } = Store.head;
    document.getElementById("lead").dataset.mood = mood;
    const title = `${status.fromRelease || "?"} → ${status.targetRelease}`;
    Format.text(document.getElementById("title"), `${status.upgrade}: ${title}`);
    Format.text(document.getElementById("word"), View.words(status));
    Format.text(document.getElementById("sentence"), sentence);
    document.title = `${{ Blocked: "! ", Done: "✓ ", Waiting: "… " }[mood] ?? ""}${status.nodes?.summary ?? ""} ${status.upgrade} · Windlass`;
    View.progress(status.nodes);
    View.ages();
    View.holds();
  },

  /* UpgradeInProgress as words. */
  words(status) {
    const words = status.reason.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    return status.isStalled ? `${words}, stalled` : words;
  },

  progress(nodes) {
    const total = Math.max(1, nodes?.total ?? 1);
    const part = (id, number) => { document.getElementById(id).style.width = `${(100 * number) / total}%`; };
    part("bar-done", nodes?.updated ?? 0);
    part("bar-busy", nodes?.updating ?? 0);
    part("bar-bad", (nodes?.failed ?? 0) + (nodes?.unreachable ?? 0));
    const bar = document.getElementById("progress");
    bar.setAttribute("aria-valuemax", total);
    bar.setAttribute("aria-valuenow", nodes?.updated ?? 0);
    bar.setAttribute("aria-valuetext", `${nodes?.updated ?? 0} of ${nodes?.total ?? 0} nodes at the target`);
    Format.text(document.getElementById("fact-nodes"), nodes ? `${nodes.updated} of ${nodes.total}` : "–");
    const more = [[nodes?.updating, "in work"], [nodes?.failed, "stalled"], [nodes?.unreachable, "silent"], [nodes?.skipped, "suspended"]];
    Format.text(document.getElementById("fact-nodes-more"), more.filter(([number]) => number).map(([number, word]) => `${number} ${word}`).join(", "));
  },

  ages() {
    const { status, clocks } = Store.head;
    const now = Store.now();
    const [began, eta, end] = [status.started, status.eta, status.completed].map(Format.seconds);
    const set = (id, text) => Format.text(document.getElementById(id), text);
    set("label-end", end ? "Over since" : "Expected end");
    set("fact-end", end ? Format.moment(end, now) : eta ? Format.moment(eta, now) : "not known");
    set("fact-end-more", end ? (Store.saved ? "" : `${Format.age(now - end)} ago`) : eta ? (eta > now ? `in ${Format.age(eta - now)}` : "any moment") : "it waits, or has just begun");
    set("fact-clock", began ? Format.age((end ?? now) - began) : "not begun");
    const clock = (name) => (clocks?.[`${name}Seconds`] ?? 0) + (clocks?.running?.toLowerCase() === name ? now - Format.seconds(clocks.since) : 0);
    set("fact-clock-more", ["paused", "waiting"].filter((name) => clock(name) >= 60).map((name) => `${Format.age(clock(name))} of it ${name}`).join(", "));
    View.turn(now);
  },

  turn(now) {
    const busy = [...Store.nodes.values()].filter((node) => ["Working", "Stalled", "Unreachable"].includes(node.line.state));
    const steps = new Map();
    for (const node of busy) {
      const key = busy.length > 6 ? `${node.line.role}: ${Format.step(node.line.step ?? "", node.line.component)}` : node.name;
      if (!steps.has(key)) steps.set(key, []);
      steps.get(key).push(node);
    }
    const items = [...steps].sort((one, other) => one[1].length - other[1].length).map(([key, nodes]) => {
      const { line, since } = nodes[0];
      const age = since ? ` ${Format.age(now - Math.min(...nodes.map((node) => node.since ?? now)))}` : "";
      const sign = line.state === "Working" ? "" : `${States[line.state].sign} `;
      return busy.length > 6
        ? [nodes.length === 1 ? nodes[0].name : `${nodes.length} × ${line.role}`, `${sign}${Format.step(line.step ?? "", line.component)}${age}`]
        : [key, `${sign}${Format.step(line.step ?? "", line.component)}${age}`];
    });
    const shown = items.slice(0, 6);
    const text = JSON.stringify([shown, items.length, Store.head.status.completed]);
    if (text === View.turnText) return;
    View.turnText = text;
    document.getElementById("fact-turn").replaceChildren(items.length === 0
      ? (Store.head.status.completed ? "nobody's: it is over" : "nobody's just now")
      : Format.make("ul", { class: "turns" }, ...shown.map(([who, what]) => Format.make("li", null, Format.make("b", null, who), ` ${what}`)),
        items.length > shown.length ? Format.make("li", null, `and ${items.length - shown.length} more`) : ""));
  },

  holds() {
    const { status, schemas } = Store.head;
    const now = Store.now();
    const scope = (pause) => (pause.node ? ` on ${pause.node}` : pause.role ? ` for ${pause.role}` : "");
    const until = (pause) => (pause.until ? `, until ${Format.moment(Format.seconds(pause.until), now)}` : "");
    const lines = [
      ...status.blockedOn.slice(1).map((one) => ["bad", "!", `${one.name} (${one.reason}): ${one.message}`]),
      ...status.pauses.map((one) => ["wait", "‖", `Paused by ${one.requester}${scope(one)}: ${one.reason}${until(one)}`]),
      ...status.shutGates.map((one) => ["wait", "…", `Gate ${one.name} is shut: ${one.message}`]),
      ...schemas.filter((one) => !one.end).map((one) => ["schema", "◆", `Old code of ${one.component} beside its new schema since ${Format.moment(Format.seconds(one.begin), now)}`]),
    ];
    const key = JSON.stringify(lines);
    if (key === View.holdsText) return;
    View.holdsText = key;
    document.getElementById("holds").replaceChildren(...lines.map(([kind, sign, text]) => Format.make("li", { "data-kind": kind, "data-sign": sign }, text)));
  },

  table(id, heads, rows, none) {
    const key = JSON.stringify(rows);
    const table = document.getElementById(id);
    if (table.dataset.key === String(key.length) && table.key === key) return;
    [table.key, table.dataset.key] = [key, String(key.length)];
    table.replaceChildren(...(rows.length
      ? [
        Format.make("thead", null, Format.make("tr", null, ...heads.map((head) => Format.make("th", { scope: "col" }, head)))),
        Format.make("tbody", null, ...rows.map(([first, ...others]) => Format.make("tr", null, Format.make("th", { scope: "row" }, first), ...others.map((text) => Format.make("td", { class: text.length > 50 ? "long" : null }, text))))),
      ]
      : [Format.make("tbody", null, Format.make("tr", null, Format.make("td", { class: "quiet" }, none)))]));
  },

  components() {
    const { schemas } = Store.head;
    const busy = new Map();
    for (const { line } of Store.nodes.values()) if (line.component) busy.set(line.component, [...(busy.get(line.component) ?? []), line.node]);
    View.table("components", ["Component", "State", "Nodes", "First done", "All done", "In work on", "Old code on new schema"], Store.components().map((one) => {
      const nodes = busy.get(one.component) ?? [];
      const window = schemas.find((schema) => schema.component === one.component);
      const at = (time) => (time ? Format.clock(time, true) : "");
      const done = Store.doneTimes(one.component);
      return [
        one.component, one.done === one.total ? "✓ done" : nodes.length ? "▶ in work" : one.done ? "begun" : "· to come", `${one.done} of ${one.total}`, at(done[0]), one.done === one.total ? at(done[done.length - 1]) : "",
        nodes.length > 5 ? `${nodes.length} nodes` : nodes.join(", "),
        window ? (window.end ? `${Format.age(Format.seconds(window.end) - Format.seconds(window.begin))}` : `since ${at(Format.seconds(window.begin))}`) : "",
      ];
    }), "No node has been looked at yet.");
  },

  drains() {
    const groups = new Map();
    for (const node of Store.nodes.values()) {
      for (const drain of node.drains) {
        const key = `${node.name} ${drain.owner}`;
        if (!groups.has(key)) groups.set(key, { node: node.name, owner: drain.owner, backends: new Set(), balancers: new Set(), sessions: node.line.sessions });
        groups.get(key).backends.add(drain.backend);
        groups.get(key).balancers.add(drain.balancer);
      }
    }
    View.table("drains", ["Node", "Taken out by", "Backends", "On the HAProxies of", "Sessions left"], [...groups.values()].map((one) => [
      one.node, one.owner === "windlass" ? "windlass, and given back" : "somebody else, and left so", [...one.backends].join(", "), [...one.balancers].join(", "), one.sessions === undefined ? "" : String(one.sessions),
    ]), "Nothing.");
  },

  /* A chart for those who do not see it. Built when it is opened: it is long. */
  course() {
    const summary = Store.head && `Course of ${Store.head.status.upgrade}: ${Store.head.status.nodes?.summary ?? "no"} nodes at the target. The same is below as a table.`;
    if (summary) document.getElementById("canvas").setAttribute("aria-label", summary);
    if (!document.getElementById("as-table").open || !Store.head) return;
    const now = Store.now();
    View.table("course", ["Node", "Role", "State", "Step", "Begun", "Ended", "Steps so far", "At work", "Held"], Store.roles().flatMap(([role, names]) => names.map((name) => {
      const node = Store.nodes.get(name);
      const sum = (held) => node.periods.filter((one) => Boolean(one.held) === held).reduce((all, one) => all + one.to - one.from, 0);
      const [first, last] = [node.periods[0], node.periods[node.periods.length - 1]];
      return [
        name, role, States[node.line.state].word, node.line.step ? Format.step(node.line.step, node.line.component) : "", first ? Format.moment(first.from, now) : "",
        last && node.line.state === "AtTarget" ? Format.moment(last.to, now) : "", String(node.periods.filter((one) => !one.held).length), first ? Format.age(sum(false)) : "", sum(true) ? Format.age(sum(true)) : "",
      ];
    })), "No node has been looked at yet.");
  },
};
