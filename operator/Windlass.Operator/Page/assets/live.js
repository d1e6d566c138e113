"use strict";

/* A saved run is in the file itself. */
const Saved = JSON.parse(document.getElementById("saved")?.textContent ?? "null");

/*
 * Server-sent events over fetch, because EventSource cannot send the token in a header, and a header is what no other site can make this
 * browser send. It goes on by itself after a lost connection, from the event that it had last.
 */
const Live = {
  /* The operator sends a beat every 5 s; after this it is silent. */
  Silence: 12,
  wait: 0,
  last: "",

  start() {
    Live.query = new URLSearchParams(location.search);
    document.getElementById("login").addEventListener("submit", (event) => { event.preventDefault(); Live.enter(); });
    document.getElementById("leave").addEventListener("click", () => Live.leave(""));
    document.getElementById("run-choice").addEventListener("change", (event) => Live.choose(event.target.value));
    document.getElementById("space").value = Live.query.get("namespace") ?? "";
    setInterval(() => Live.watch(), 1000);
    Live.token = sessionStorage.getItem("token") ?? "";
    if (Live.token) Live.follow();
    else Live.leave("");
  },

  enter() {
    Live.token = document.getElementById("token").value.trim();
    const space = document.getElementById("space").value.trim();
    if (space) Live.query.set("namespace", space);
    else Live.query.delete("namespace");
    Live.query.delete("upgrade");
    Live.remember();
    Live.follow();
  },

  remember() { history.replaceState(null, "", `${location.pathname}${[...Live.query].length ? `?${Live.query}` : ""}`); },

  leave(problem) {
    Live.stop?.abort();
    sessionStorage.removeItem("token");
    Live.token = "";
    Store.head = null;
    Store.nodes.clear();
    for (const id of ["page", "leave", "runs"]) document.getElementById(id).hidden = true;
    document.getElementById("login").hidden = false;
    document.getElementById("live").hidden = true;
    document.getElementById("token").value = "";
    Format.text(document.getElementById("login-problem"), problem);
    document.getElementById("token").focus();
  },

  choose(upgrade) {
    Live.query.set("upgrade", upgrade);
    Live.remember();
    Live.follow();
  },

  ask(path, more, signal, headers) {
    const query = new URLSearchParams({ ...Object.fromEntries(Live.query), ...more });
    return fetch(`v1/${path}?${query}`, { headers: { Authorization: `Bearer ${Live.token}`, ...headers }, cache: "no-store", credentials: "omit", signal });
  },

  /* One answer; null when it cannot be had. */
  async get(path, more) {
    try {
      const answer = await Live.ask(path, more);
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  },

  /* Begins to follow what is chosen, and goes on until something else is. */
  async follow() {
    Live.stop?.abort();
    const stop = new AbortController();
    [Live.stop, Live.last, Live.wait] = [stop, "", 0];
    while (!stop.signal.aborted) {
      const attempt = new AbortController();
      const end = () => attempt.abort();
      stop.signal.addEventListener("abort", end);
      Live.attempt = attempt;
      Live.heard = Date.now() / 1000;
      await Live.read(attempt.signal, stop.signal);
      stop.signal.removeEventListener("abort", end);
      if (stop.signal.aborted) return;
      Live.lost();
      Live.wait = Math.min(10, Live.wait ? Live.wait * 2 : 1);
      await new Promise((done) => { setTimeout(done, Live.wait * 1000 * (0.8 + Math.random() * 0.4)); });
    }
  },

  async read(signal, stopped) {
    const headers = { Accept: "text/event-stream", ...(Live.last ? { "Last-Event-ID": Live.last } : {}) };
    const answer = await Live.ask("run", {}, signal, headers).catch(() => null);
    if (!answer?.ok) {
      if (answer) await Live.refused(answer);
      return;
    }
    document.getElementById("login").hidden = true;
    document.getElementById("leave").hidden = false;
    sessionStorage.setItem("token", Live.token);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ""; ;) {
      /* Only the network may fail here: what our own code throws is to be seen. */
      const part = await reader.read().catch(() => null);
      if (!part || part.done || stopped.aborted) return;
      Live.heard = Date.now() / 1000;
      const events = (text + part.value).split("\n\n");
      text = events.pop();
      for (const event of events) if (Live.take(event)) return;
    }
  },

  async refused(answer) {
    const { message } = await answer.json().catch(() => ({ message: `the operator answers with ${answer.status}` }));
    if ([401, 403].includes(answer.status)) Live.leave(message);
    else if (!Store.head) { document.getElementById("login").hidden = false; Format.text(document.getElementById("login-problem"), message); }
  },

  /* True: it was the last one. */
  take(event) {
    const fields = { event: "", data: "", id: "" };
    for (const line of event.split("\n")) {
      const colon = line.indexOf(": ");
      if (colon > 0 && line.slice(0, colon) in fields) fields[line.slice(0, colon)] += line.slice(colon + 2);
    }
    if (fields.id) Live.last = fields.id;
    if (fields.event === "refused") { Live.leave("this token is not accepted any more"); return true; }
    if (fields.event === "deleted") { Live.last = ""; Live.gone = true; return true; }
    Live.gone = false;
    if (fields.event === "beat") {
      const { now, behindSince } = JSON.parse(fields.data);
      Store.heard(now);
      Live.behind = Format.seconds(behindSince);
    } else {
      Store.take(JSON.parse(fields.data));
      View.show();
      if (fields.event === "whole") Live.list();
    }
    Live.wait = 0;
    Live.isOn = true;
    Live.say();
    return false;
  },

  async list() {
    const answer = await Live.get("runs", {});
    if (!answer) return;
    const choice = document.getElementById("run-choice");
    choice.replaceChildren(...answer.runs.map((run) => Format.make("option", { value: run.upgrade, selected: run.upgrade === Store.head?.status.upgrade }, `${run.upgrade} (${run.nodes || run.result})`)));
    document.getElementById("runs").hidden = answer.runs.length < 2;
    Format.text(document.getElementById("foot"), `Namespace ${answer.namespace}.`);
  },

  lost() { Live.isOn = false; Live.say(); },

  /* A connection that is open and says nothing is none. */
  watch() {
    if (!Live.token) return;
    if (Live.isOn && Date.now() / 1000 - Live.heard > Live.Silence) Live.attempt?.abort();
    Live.say();
  },

  /* The state is spoken when it changes; the age, which changes each second, is only shown. */
  say() {
    if (!Live.token) return;
    const box = document.getElementById("live");
    box.hidden = !Store.head;
    const now = Date.now() / 1000;
    const behind = Live.isOn && Live.behind;
    box.dataset.live = Live.isOn && !behind ? "yes" : "no";
    const since = behind ? Live.behind - Store.skew : Store.seen;
    Format.text(document.getElementById("live-word"), Live.gone ? "Not live: this upgrade is deleted" : behind ? "Not live: the operator does not hear from the API server" : Live.isOn ? "Live" : "Not live: no answer from the operator, trying again");
    Format.text(document.getElementById("live-age"), Live.isOn && !behind ? "" : `· shown is ${Format.age(now - since)} old`);
  },
};

/* A file of a run needs no server. */
const Still = {
  start() {
    Store.take(Saved.run);
    Store.saved = Format.seconds(Saved.run.now);
    document.getElementById("live").dataset.live = "saved";
    Format.text(document.getElementById("live-word"), `Saved ${new Date(Store.saved * 1000).toLocaleString("en-GB")}`);
    Format.text(document.getElementById("foot"), `Namespace ${Store.head.status.namespace}. Written by windlass ${Saved.version}.`);
    View.show();
  },
};

View.start();
(Saved ? Still : Live).start();
