"use strict";

/* Every node as a button; one of them can be reached with Tab, the arrow keys go on from there. */
const Grid = {
  /* Roles with no more nodes than this show what each of them does. */
  Named: 16,
  tiles: new Map(),
  key: "",

  start() {
    Grid.box = document.getElementById("grid");
    Grid.box.addEventListener("click", (event) => {
      const tile = event.target.closest("button");
      if (tile) { Grid.make1(tile); Detail.open(tile.dataset.node, tile); }
    });
    Grid.box.addEventListener("keydown", (event) => Grid.move(event));
    Grid.box.addEventListener("focusin", (event) => { if (event.target.dataset.node) Grid.make1(event.target); });
  },

  /* Only what changed is touched; the whole is built anew when nodes came or went. */
  show(changed) {
    const roles = Store.roles();
    const key = JSON.stringify(roles.map(([role, names]) => [role, names]));
    if (key !== Grid.key) {
      Grid.key = key;
      Grid.build(roles);
      changed = Store.nodes.keys();
    }
    for (const name of changed) if (Grid.tiles.has(name) && Store.nodes.has(name)) Grid.paint(name);
    Grid.count();
  },

  build(roles) {
    const focused = document.activeElement?.dataset?.node;
    Grid.tiles.clear();
    const parts = roles.flatMap(([role, names]) => {
      const id = `role-${role.replace(/[^a-z0-9]/gi, "-")}`;
      const tiles = names.map((name) => {
        const tile = Format.make("button", { type: "button", class: "tile", "data-node": name, tabindex: "-1" });
        Grid.tiles.set(name, tile);
        return tile;
      });
      return [
        Format.make("h3", { id }, `${role} · ${names.length}`),
        Format.make("div", { class: names.length <= Grid.Named ? "tiles named" : "tiles", role: "group", "aria-labelledby": id }, ...tiles),
      ];
    });
    Grid.box.replaceChildren(...parts);
    const first = Grid.tiles.get(Grid.chosen) ?? Grid.tiles.values().next().value;
    if (first) Grid.make1(first);
    if (focused) Grid.tiles.get(focused)?.focus();
  },

  paint(name) {
    const { line, heldBy } = Store.nodes.get(name);
    const tile = Grid.tiles.get(name);
    const state = States[line.state];
    const what = line.step ? Format.step(line.step, line.component) : "";
    const held = heldBy ? `, held by ${heldBy}` : "";
    tile.dataset.state = line.state;
    const label = `${name}: ${state.word}${what ? `, ${what}` : ""}${held}`;
    if (tile.title !== label) tile.title = label;
    const sign = Format.make("span", { "aria-hidden": "true" }, state.sign);
    if (!tile.parentElement.classList.contains("named")) {
      if (tile.textContent !== state.sign) tile.replaceChildren(sign);
      tile.setAttribute("aria-label", label);
      return;
    }
    const more = ["Stalled", "Unreachable"].includes(line.state) ? `${what} ${state.word}` : what ? `${what}${heldBy ? ` · ${heldBy}` : ""}` : state.word;
    const words = `${state.sign}${name}${more}`;
    if (tile.textContent !== words) {
      tile.replaceChildren(sign, Format.make("span", null, name, Format.make("br"), Format.make("small", null, more)));
    }
  },

  count() {
    const counts = new Map();
    for (const { line } of Store.nodes.values()) counts.set(line.state, (counts.get(line.state) ?? 0) + 1);
    const key = JSON.stringify([...counts]);
    if (key === Grid.countKey) return;
    Grid.countKey = key;
    document.getElementById("counts").replaceChildren(...Object.entries(States).filter(([name]) => counts.has(name)).map(([name, { sign, word }]) =>
      Format.make("li", null, Format.make("span", { class: "sign", "data-state": name, "aria-hidden": "true" }, sign), `${counts.get(name)} ${word}`)));
  },

  make1(tile) {
    if (Grid.chosen && Grid.tiles.has(Grid.chosen)) Grid.tiles.get(Grid.chosen).tabIndex = -1;
    Grid.chosen = tile.dataset.node;
    tile.tabIndex = 0;
  },

  move(event) {
    const tile = event.target.closest("button");
    if (!tile || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...Grid.tiles.values()];
    const at = all.indexOf(tile);
    const next = {
      ArrowRight: () => all[at + 1], ArrowLeft: () => all[at - 1], Home: () => all[0], End: () => all[all.length - 1],
      ArrowDown: () => Grid.vertical(all, at, 1), ArrowUp: () => Grid.vertical(all, at, -1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    next()?.focus();
  },

  /* The nearest one in the next line, whatever line breaks the window makes. */
  vertical(all, at, direction) {
    const here = all[at].getBoundingClientRect();
    const below = all.filter((one, i) => direction * (i - at) > 0 && direction * (one.getBoundingClientRect().top - here.top) > 4);
    if (!below.length) return null;
    const line = (direction > 0 ? below[0] : below[below.length - 1]).getBoundingClientRect().top;
    return below.filter((one) => Math.abs(one.getBoundingClientRect().top - line) < 4)
      .reduce((best, one) => (Math.abs(one.getBoundingClientRect().left - here.left) < Math.abs(best.getBoundingClientRect().left - here.left) ? one : best));
  },
};
