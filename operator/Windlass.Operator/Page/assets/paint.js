"use strict";

/* How rows of the course look. */
Object.assign(Gantt, {
  ticks(g, from, to) {
    const { x, width, height, gutter } = Gantt.view;
    const steps = [5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];
    const step = steps.find((one) => one * Gantt.view.scale > 76) ?? 86400;
    const marks = Store.head.status.completed ? [] : [Store.now(), Format.seconds(Store.head.status.eta)].filter(Boolean).map(x);
    const offset = new Date(from * 1000).getTimezoneOffset() * 60;
    g.font = "12px system-ui, sans-serif";
    g.textBaseline = "middle";
    for (let time = Math.ceil((from - offset) / step) * step + offset; time < to; time += step) {
      g.fillStyle = Format.colour("line");
      g.fillRect(Math.round(x(time)), 20, 1, height);
      g.fillStyle = Format.colour("quiet");
      const text = Format.clock(time, step < 60);
      if (x(time) + 30 < width && !marks.some((mark) => Math.abs(mark - x(time)) < 60)) g.fillText(text, Math.max(gutter, x(time) - g.measureText(text).width / 2), 11);
    }
  },

  marks(g, now) {
    const { x, height, gutter, width } = Gantt.view;
    if (Store.head.status.completed) return;
    const eta = Format.seconds(Store.head.status.eta);
    for (const [time, word, dash] of [[now, "now", []], [eta, "expected end", [5, 4]]]) {
      if (!time || x(time) < gutter || x(time) > width) continue;
      g.strokeStyle = Format.colour("text");
      g.setLineDash(dash);
      g.beginPath();
      g.moveTo(x(time), 20);
      g.lineTo(x(time), height);
      g.stroke();
      g.setLineDash([]);
      if (dash.length && x(time) - x(now) < 110) continue;
      g.font = "600 12px system-ui, sans-serif";
      const half = g.measureText(word).width / 2;
      const at = Math.min(width - half - 2, Math.max(gutter + half, x(time)));
      g.fillStyle = Format.colour("card");
      g.fillRect(at - half - 4, 3, half * 2 + 8, 17);
      g.fillStyle = Format.colour("text");
      g.fillText(word, at - half, 12);
    }
  },

  row(g, row, y, now) {
    const { gutter, width } = Gantt.view;
    if (row.kind === "title") {
      g.fillStyle = Format.colour("sunk");
      g.fillRect(0, y, width, row.height);
      g.fillStyle = Format.colour("text");
      g.font = "600 12.5px system-ui, sans-serif";
      g.fillText(row.label, 10, y + row.height / 2 + 1);
      return;
    }
    g.fillStyle = Format.colour("line");
    g.fillRect(0, y + row.height - 1, width, 0.5);
    g.save();
    g.beginPath();
    g.rect(gutter, y, width - gutter, row.height);
    g.clip();
    if (row.kind === "band") Gantt.band(g, row, y, now);
    else if (row.kind === "component") Gantt.component(g, row.component, y, now);
    else Gantt.node(g, Store.nodes.get(row.name), y, now);
    g.restore();
    Gantt.label(g, row, y);
  },

  label(g, row, y) {
    const { gutter } = Gantt.view;
    const node = row.kind === "node" ? Store.nodes.get(row.name) : null;
    const state = node?.line.state ?? (row.component && row.component.total === row.component.done ? "AtTarget" : "");
    const bad = state === "Stalled" || state === "Unreachable";
    g.font = `${bad ? "700" : "400"} 12.5px system-ui, sans-serif`;
    g.fillStyle = Format.colour(bad ? "bad" : "text");
    let text = row.kind === "band" ? "all together" : row.label;
    while (text.length > 4 && g.measureText(text).width > gutter - 34) text = `${text.slice(0, -2)}…`;
    g.fillText(text, 26, y + row.height / 2);
    g.fillStyle = Format.colour(bad ? "bad" : state === "AtTarget" ? "good" : state === "Working" ? "busy" : "quiet");
    g.font = "700 12px system-ui, sans-serif";
    if (state) g.fillText(States[state].sign, 10, y + row.height / 2);
  },

  kindOf(one) { return one.stalled ? "bad" : one.held ? "held" : KindOf[one.step] ?? "prepare"; },

  node(g, node, y, now) {
    if (!node) return;
    const { x } = Gantt.view;
    const periods = Store.all(node, now);
    for (const one of Store.rotations(periods, now)) Gantt.bar(g, "drain", x(one.from), y + 17, x(one.to) - x(one.from), 3);
    for (const one of periods) {
      const [left, right] = [x(one.from), x(one.to)];
      if (right < Gantt.view.gutter || left > Gantt.view.width) continue;
      Gantt.bar(g, Gantt.kindOf(one), left, y + 3, Math.max(1.5, right - left - 0.5), 13);
      Gantt.write(g, one.held || Format.step(one.step, one.component), Math.max(left, Gantt.view.gutter), right, y + 10, Gantt.kindOf(one));
    }
  },

  write(g, text, left, right, y, kind) {
    g.font = "11px system-ui, sans-serif";
    if (right - left < 24 || g.measureText(text).width > right - left - 8) return;
    if (kind === "held") {
      g.fillStyle = Format.colour("card");
      g.fillRect(left + 3, y - 6.5, g.measureText(text).width + 3, 13);
    }
    g.fillStyle = Format.colour(kind === "held" ? "held" : "on");
    g.fillText(text, left + 4, y + 0.5);
  },

  /* All periods of a component, put together once for each picture. */
  pieces(component, now) {
    if (!Gantt.byComponent) {
      Gantt.byComponent = new Map();
      for (const node of Store.nodes.values()) {
        for (const one of node.periods) {
          if (!one.component) continue;
          if (!Gantt.byComponent.has(one.component)) Gantt.byComponent.set(one.component, []);
          Gantt.byComponent.get(one.component).push(one);
        }
      }
    }
    const open = [...Store.nodes.values()].filter((node) => node.line.component === component).flatMap((node) => Store.open(node, now));
    return [...(Gantt.byComponent.get(component) ?? []), ...open];
  },

  component(g, component, y, now) {
    const { x, scale } = Gantt.view;
    const drawn = new Map();
    const rank = { held: 0, rotate: 1, prepare: 1, visit: 1, install: 2, schema: 3, bad: 4 };
    const pieces = Gantt.pieces(component.component, now).sort((one, other) => rank[Gantt.kindOf(one)] - rank[Gantt.kindOf(other)]);
    for (const one of pieces) {
      const kind = Gantt.kindOf(one);
      /* Hundreds of nodes do the same at the same time: what covers no pixel more is left out. */
      const [left, width] = [Math.floor(x(one.from)), Math.max(2, Math.ceil((one.to - one.from) * scale))];
      const covered = drawn.get(kind) ?? [];
      if (covered.some(([a, b]) => a <= left && b >= left + width)) continue;
      covered.push([left, left + width]);
      drawn.set(kind, covered);
      Gantt.bar(g, kind, left, y + 7, width, 10);
    }
    for (const window of Store.head.schemas.filter((one) => one.component === component.component)) {
      const [from, to] = [x(Format.seconds(window.begin)), x(Format.seconds(window.end) ?? now)];
      Gantt.bar(g, "window", from, y + 2, to - from, 4);
    }
  },

  /* How many nodes of a role were done, at work and held, at each moment. */
  band(g, row, y, now) {
    const { from, scale, gutter, width } = Gantt.view;
    const columns = Math.max(1, Math.ceil((width - gutter) / 2));
    const counts = { done: new Int32Array(columns + 1), busy: new Int32Array(columns + 1), held: new Int32Array(columns + 1), bad: new Int32Array(columns + 1) };
    const column = (time) => Math.min(columns, Math.max(0, Math.floor(((time - from) * scale) / 2)));
    const last = column(now);
    for (const name of row.names) {
      const node = Store.nodes.get(name);
      for (const one of Store.all(node, now)) {
        const kind = one.stalled ? "bad" : one.held ? "held" : "busy";
        const [a, b] = [column(one.from), column(one.to)];
        counts[kind][a] += 1;
        counts[kind][Math.max(b, a + 1) > columns ? columns : Math.max(b, a + 1)] -= 1;
      }
      if (node.line.state === "AtTarget") counts.done[node.periods.length ? column(node.periods[node.periods.length - 1].to) : 0] += 1;
    }
    const unit = (row.height - 8) / row.names.length;
    const sum = { done: 0, busy: 0, held: 0, bad: 0 };
    for (let i = 0; i <= Math.min(last, columns - 1); i++) {
      let base = y + row.height - 3;
      for (const [kind, key] of [["install", "done"], ["rotate", "busy"], ["held", "held"], ["bad", "bad"]]) {
        sum[key] += counts[key][i];
        const high = Math.max(sum[key] > 0 ? 1 : 0, sum[key] * unit);
        if (!high) continue;
        g.fillStyle = key === "held" ? Gantt.pattern(g, "held") : Format.colour(key === "done" ? "good" : kind);
        g.globalAlpha = key === "done" ? 0.75 : 1;
        g.fillRect(gutter + i * 2, base - high, 2, high);
        g.globalAlpha = 1;
        base -= high;
      }
    }
  },

  bar(g, kind, left, top, width, height) {
    if (kind === "window" || kind === "drain") {
      g.fillStyle = Format.colour(kind === "drain" ? "rotate" : "schema");
      const high = Math.min(3, height);
      const at = height > 6 ? top + height / 2 - 1.5 : top;
      if (kind === "drain") g.fillRect(left, at, Math.max(1.5, width), high);
      else {
        g.fillRect(left, at, Math.max(2, width), 1.5);
        g.fillRect(left, at, 2, 4.5);
        g.fillRect(left + Math.max(2, width) - 2, at, 2, 4.5);
      }
      return;
    }
    g.fillStyle = kind === "held" ? Gantt.pattern(g, "held") : Format.colour(kind);
    g.fillRect(left, top, width, height);
    if (kind === "schema" && width > 3) Gantt.stripe(g, left, top, width, height);
    if (kind === "bad") {
      g.fillStyle = Format.colour("on");
      g.font = `700 ${Math.min(12, height)}px system-ui, sans-serif`;
      g.textBaseline = "middle";
      if (width > 10) g.fillText("!", left + width - 7, top + height / 2 + 0.5);
    }
  },

  /* A dark line along the top: the schema is told from the rest without its colour. */
  stripe(g, left, top, width, height) {
    g.fillStyle = Format.colour("on");
    g.fillRect(left + 1, top + height - 3, width - 2, 1);
  },

  pattern(g, name) {
    if (!Gantt.patterns.has(name)) {
      const tile = document.createElement("canvas");
      [tile.width, tile.height] = [6, 6];
      const t = tile.getContext("2d");
      t.strokeStyle = Format.colour(name);
      t.lineWidth = 1.6;
      t.beginPath();
      for (const shift of [-6, 0, 6]) { t.moveTo(shift, 6); t.lineTo(shift + 6, 0); }
      t.stroke();
      Gantt.patterns.set(name, tile);
    }
    return g.createPattern(Gantt.patterns.get(name), "repeat");
  },
});
