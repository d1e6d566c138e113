"use strict";

/* The course of the run on one canvas that is as large as what is seen of it: a thousand rows cost no more than those in sight. */
const Gantt = {
  RowHeight: 22,
  BandHeight: 54,
  HeadHeight: 28,
  /* Roles with more nodes begin as one band. */
  MostOpen: 16,
  rows: [],
  shut: new Map(),
  span: 0,
  patterns: new Map(),
  pointed: null,

  start() {
    Gantt.box = document.getElementById("gantt");
    Gantt.canvas = document.getElementById("canvas");
    Gantt.spacer = document.getElementById("spacer");
    Gantt.tip = document.getElementById("tip");
    Gantt.box.addEventListener("scroll", () => Gantt.draw());
    Gantt.canvas.addEventListener("pointermove", (event) => Gantt.point(event));
    Gantt.canvas.addEventListener("pointerleave", () => { Gantt.tip.hidden = true; });
    Gantt.canvas.addEventListener("click", (event) => Gantt.choose(event));
    new ResizeObserver(() => Gantt.draw()).observe(Gantt.box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { Gantt.patterns.clear(); Gantt.draw(); });
    Gantt.makeZoom();
    Gantt.makeLegend();
  },

  isShut(key, size) { return Gantt.shut.get(key) ?? size > Gantt.MostOpen; },

  layout() {
    const roles = Store.roles();
    const components = Store.components();
    const rows = [];
    const push = (row, height) => rows.push({ ...row, height });
    if (components.length && !Gantt.isShut("components", 0)) {
      push({ kind: "title", label: "Components" }, 24);
      for (const one of components) push({ kind: "component", label: one.component, component: one }, Gantt.RowHeight);
    }
    for (const [role, names] of roles) {
      push({ kind: "title", label: `${role} · ${names.length}` }, 24);
      if (names.length > Gantt.MostOpen) push({ kind: "band", label: role, names }, Gantt.BandHeight);
      if (!Gantt.isShut(role, names.length)) for (const name of names) push({ kind: "node", label: name, name }, Gantt.RowHeight);
    }
    let top = 0;
    for (const row of rows) { row.top = top; top += row.height; }
    Gantt.rows = rows;
    Gantt.height = top + Gantt.HeadHeight;
    Gantt.makeRows(roles, components.length);
    Gantt.byComponent = null;
  },

  makeRows(roles, components) {
    const wanted = [...(components ? [["components", "components", 0]] : []), ...roles.map(([role, names]) => [role, `each ${role}`, names.length])];
    const key = JSON.stringify(wanted.map(([name, , size]) => [name, size, Gantt.isShut(name, size)]));
    if (key === Gantt.rowsKey) return;
    Gantt.rowsKey = key;
    const box = document.getElementById("rows");
    const focused = document.activeElement?.dataset?.rows;
    box.replaceChildren(...wanted.map(([name, label, size]) => {
      const button = Format.make("button", { type: "button", "data-rows": name, "aria-pressed": String(!Gantt.isShut(name, size)) }, label);
      button.addEventListener("click", () => { Gantt.shut.set(name, !Gantt.isShut(name, size)); Gantt.layout(); Gantt.draw(); });
      return button;
    }));
    if (focused) box.querySelector(`[data-rows="${CSS.escape(focused)}"]`)?.focus();
  },

  makeZoom() {
    const choices = [["whole run", 0], ["1 h", 3600], ["15 min", 900]];
    const buttons = choices.map(([label, seconds]) => {
      const button = Format.make("button", { type: "button", "aria-pressed": String(seconds === 0) }, label);
      button.addEventListener("click", () => {
        Gantt.span = seconds;
        buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
        Gantt.draw();
      });
      return button;
    });
    document.getElementById("zoom").replaceChildren(...buttons);
  },

  makeLegend() {
    const item = (kind, word) => {
      const swatch = Format.make("canvas", { class: "swatch", width: 36, height: 24, "aria-hidden": "true" });
      const paint = () => { const g = swatch.getContext("2d"); g.setTransform(1, 0, 0, 1, 0, 0); g.clearRect(0, 0, 36, 24); g.scale(2, 2); Gantt.bar(g, kind, 0, 0, 18, 12); };
      paint();
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => requestAnimationFrame(paint));
      return Format.make("li", null, swatch, word);
    };
    document.getElementById("legend").replaceChildren(
      ...Object.entries(Kinds).map(([kind, { word }]) => item(kind, word)), item("held", "held by something else"), item("bad", "stalled"), item("drain", "out of rotation (below the bar)"), item("window", "old code on a new schema"));
  },

  range(now) {
    const begin = Format.seconds(Store.head.begin) ?? now;
    const completed = Format.seconds(Store.head.status.completed);
    const last = completed ?? now;
    if (Gantt.span) return [Math.max(begin, last - Gantt.span * 0.92), last + Gantt.span * 0.08];
    const eta = completed ? 0 : Format.seconds(Store.head.status.eta) ?? 0;
    const end = Math.max(last, eta);
    return [begin, Math.max(end + (end - begin) * 0.02, begin + 60)];
  },

  draw() {
    if (!Store.head || Gantt.queued) return;
    Gantt.queued = true;
    requestAnimationFrame(() => { Gantt.queued = false; if (Gantt.box.clientWidth) Gantt.paint(); });
  },

  paint() {
    const { box, canvas } = Gantt;
    const [width, ratio] = [box.clientWidth, devicePixelRatio || 1];
    const height = Math.min(Gantt.height, Math.max(180, Math.floor(innerHeight * 0.62)));
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      [canvas.style.width, canvas.style.height] = [`${width}px`, `${height}px`];
    }
    Gantt.spacer.style.height = `${Math.max(0, Gantt.height - height)}px`;
    const g = canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const now = Store.now();
    const gutter = width < 600 ? 92 : 150;
    const [from, to] = Gantt.range(now);
    const scale = (width - gutter - 8) / (to - from);
    const x = (time) => gutter + (time - from) * scale;
    Gantt.view = { gutter, from, scale, x, width, height };
    const scrolled = box.scrollTop;
    Gantt.ticks(g, from, to);
    for (const row of Gantt.rows) {
      const y = row.top - scrolled + Gantt.HeadHeight;
      if (y + row.height < Gantt.HeadHeight || y > height) continue;
      g.save();
      g.beginPath();
      g.rect(0, Gantt.HeadHeight, width, height);
      g.clip();
      Gantt.row(g, row, y, now);
      g.restore();
    }
    Gantt.marks(g, now);
  },

  at(event) {
    const box = Gantt.canvas.getBoundingClientRect();
    const y = event.clientY - box.top - Gantt.HeadHeight + Gantt.box.scrollTop;
    const row = event.clientY - box.top > Gantt.HeadHeight ? Gantt.rows.find((one) => y >= one.top && y < one.top + one.height) : null;
    return { row, time: Gantt.view.from + (event.clientX - box.left - Gantt.view.gutter) / Gantt.view.scale };
  },

  point(event) {
    if (!Gantt.view) return;
    const { row, time } = Gantt.at(event);
    const text = row && Gantt.words(row, time);
    Gantt.tip.hidden = !text;
    Gantt.canvas.style.cursor = row?.kind === "node" ? "pointer" : "";
    if (!text) return;
    Format.text(Gantt.tip, text);
    const [width, height] = [Gantt.tip.offsetWidth, Gantt.tip.offsetHeight];
    Gantt.tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    Gantt.tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
  },

  words(row, time) {
    const now = Store.now();
    if (row.kind === "component") return `${row.label}: done on ${row.component.done} of ${row.component.total}`;
    if (row.kind !== "node") return "";
    const near = 3 / Gantt.view.scale;
    const one = Store.all(Store.nodes.get(row.name), now).findLast((period) => time >= period.from - near && time <= period.to + near);
    return one ? `${row.name}: ${Gantt.describe(one)}` : row.name;
  },

  describe(one) {
    const what = `${Format.step(one.step, one.component)}${one.held ? `, held by ${one.held}` : ""}${one.tries > 1 ? `, ${one.tries} tries` : ""}${one.stalled ? ", stalled" : ""}`;
    return `${what}\n${Format.clock(one.from, true)} – ${one.isOpen ? "now" : Format.clock(one.to, true)} (${Format.age(one.to - one.from)})`;
  },

  choose(event) {
    const { row } = Gantt.at(event);
    if (row?.kind === "node") Detail.open(row.name, Gantt.box);
  },
};
