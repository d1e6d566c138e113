"use strict";

/* Words, times and elements. Text of objects only ever becomes text: nothing here, or elsewhere, makes HTML of a string. */
const Format = {
  /* The same as kubectl prints: 95s, 2m9s, 17m, 3h20m, 5d. */
  age(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    const pair = (large, a, small, b) => (small === 0 ? `${large}${a}` : `${large}${a}${small}${b}`);
    if (s < 120) return `${s}s`;
    if (s < 600) return pair(Math.floor(s / 60), "m", s % 60, "s");
    if (s < 10800) return `${Math.floor(s / 60)}m`;
    if (s < 28800) return pair(Math.floor(s / 3600), "h", Math.floor(s / 60) % 60, "m");
    if (s < 172800) return `${Math.floor(s / 3600)}h`;
    return pair(Math.floor(s / 86400), "d", Math.floor(s / 3600) % 24, "h");
  },

  seconds(text) { return text ? Date.parse(text) / 1000 : null; },

  clock(seconds, exact) {
    return new Date(seconds * 1000).toLocaleTimeString("en-GB", exact ? undefined : { hour: "2-digit", minute: "2-digit" });
  },

  /* With the day where it is not today's. */
  moment(seconds, now) {
    const [then, today] = [new Date(seconds * 1000), new Date(now * 1000)];
    const day = then.toDateString() === today.toDateString() ? "" : `${then.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" })}, `;
    return day + Format.clock(seconds);
  },

  plural(number, one, many) { return `${number} ${number === 1 ? one : many ?? `${one}s`}`; },

  step(name, component) { return component ? `${name} ${component}` : name; },

  /* An element with attributes and children; a child that is a string becomes text. */
  make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  },

  /* Only touches what changes: a live region speaks, and a selection is lost, only when it must. */
  text(element, text) { if (element.textContent !== text) element.textContent = text; },

  colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(); },
};

/* What nodes can be, in the order in which they matter, with a sign: colour is never the only one. */
const States = {
  Stalled: { sign: "!", word: "stalled" },
  Unreachable: { sign: "?", word: "does not answer" },
  Paused: { sign: "‖", word: "paused" },
  Working: { sign: "▶", word: "at work" },
  Waiting: { sign: "…", word: "waits" },
  Pending: { sign: "·", word: "its turn comes" },
  AtTarget: { sign: "✓", word: "at the target" },
  Suspended: { sign: "–", word: "left alone" },
};

/* What steps are for. */
const Kinds = {
  prepare: { word: "prepare", steps: ["Quiesce", "Unquiesce", "SwitchRepository", "Stage", "Preinstall"] },
  rotate: { word: "out of, back into rotation", steps: ["Drain", "Isolate", "Restore"] },
  install: { word: "stop, install, start", steps: ["StopAndHold", "Install", "Release", "Restart", "FinalRestart", "RepairPackages", "Autoremove"] },
  schema: { word: "move the schema", steps: ["Expand", "Migrate", "Contract", "OnlineMigrations"] },
  visit: { word: "configure, reboot", steps: ["Configure", "Reboot"] },
};
const KindOf = Object.fromEntries(Object.entries(Kinds).flatMap(([kind, { steps }]) => steps.map((step) => [step, kind])));
