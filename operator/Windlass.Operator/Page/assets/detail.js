"use strict";

/* One node: why it is where it is, as `kubectl windlass why` says it, and what it did. */
const Detail = {
  node: null,
  asked: 0,

  start() {
    Detail.dialog = document.getElementById("detail");
    Detail.body = document.getElementById("detail-body");
    document.getElementById("detail-close").addEventListener("click", () => Detail.dialog.close());
    Detail.dialog.addEventListener("click", (event) => { if (event.target === Detail.dialog) Detail.dialog.close(); });
    Detail.dialog.addEventListener("close", () => {
      Grid.tiles.get(Detail.node)?.classList.remove("chosen");
      Detail.node = null;
      Detail.from?.focus();
    });
  },

  open(name, from) {
    [Detail.node, Detail.from] = [name, from];
    Grid.tiles.get(name)?.classList.add("chosen");
    Detail.show(null);
    Detail.dialog.showModal();
    Detail.ask();
  },

  /* Called after each change: an open node is told anew. */
  follow(changed) { if (Detail.node && changed.has(Detail.node)) Detail.ask(); },

  async ask() {
    const [name, turn] = [Detail.node, ++Detail.asked];
    const why = Store.saved ? Saved.why[name] ?? null : await Live.get("why", { node: name }).then((answer) => answer?.why ?? null);
    if (Detail.node === name && Detail.asked === turn) Detail.show(why);
  },

  show(why) {
    const node = Store.nodes.get(Detail.node);
    if (!node) return;
    const now = Store.now();
    const { line } = node;
    Format.text(document.getElementById("detail-title"), Detail.node);
    const failure = why?.lastFailure;
    Detail.body.replaceChildren(...[
      Format.make("p", null, Format.make("span", { class: "word sign", "data-state": line.state, "aria-hidden": "true" }, States[line.state].sign), ` ${why?.sentence ?? `${States[line.state].word}: ${line.message}`}`),
      Detail.pairs([
        ["role", [line.role, line.failureDomain].filter(Boolean).join(", ")],
        ["release", why?.release],
        ["step", line.step ? `${Format.step(line.step, line.component)}${node.since ? ` for ${Format.age(now - node.since)}` : ""}${line.attempt > 1 ? `, try ${line.attempt}` : ""}` : ""],
        ["held by", node.heldBy ? `${node.heldBy} for ${Format.age(now - node.heldSince)}` : ""],
        ["sessions left", line.sessions ? String(line.sessions) : ""],
        ["paused by", (why?.pauses ?? []).map((pause) => `${pause.requester}: ${pause.reason}`).join("; ")],
        ["checks", (why?.failedChecks ?? []).map((check) => `${check.check}: ${check.message}`).join("; ")],
        ["out of rotation", [...new Set(node.drains.map((drain) => `${drain.backend} (${drain.owner})`))].join(", ")],
        ["log", why?.stepId ? `/var/lib/windlass/steps/${why.stepId}/log on the node` : ""],
        ["runbook", why?.runbook],
      ]),
      ...(failure ? [Format.make("h3", null, `Last failure: ${failure.step}, exit code ${failure.exitCode}, at ${Format.moment(Format.seconds(failure.time), now)}`), Format.make("pre", { tabindex: "0" }, failure.output || "(no output)")] : []),
      Detail.course(Store.all(node, now)),
    ].filter(Boolean));
  },

  pairs(all) {
    return Format.make("dl", { class: "pairs" }, ...all.filter(([, text]) => text).flatMap(([name, text]) => [Format.make("dt", null, name), Format.make("dd", null, text)]));
  },

  course(periods) {
    if (!periods.length) return null;
    const rows = periods.toReversed().map((one) => Format.make("tr", null,
      Format.make("td", null, Format.clock(one.from, true)), Format.make("td", null, Format.age(one.to - one.from)),
      Format.make("td", null, `${Format.step(one.step, one.component)}${one.tries > 1 ? ` (${one.tries} tries)` : ""}`), Format.make("td", null, one.held ? `held by ${one.held}` : one.isOpen ? "in hand" : "")));
    return Format.make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Steps of this node, scrollable" }, Format.make("table", null,
      Format.make("caption", null, "Steps, the last one first"),
      Format.make("thead", null, Format.make("tr", null, ...["begun", "took", "step", ""].map((name) => name ? Format.make("th", { scope: "col" }, name) : Format.make("td")))),
      Format.make("tbody", null, ...rows)));
  },
};
