// The page of one visitor: a line to the server that comes back by itself, under the terminal of textual-serve.
//
// That terminal opens one WebSocket and believes that it lasts. It is given `Line` for one, which does last: it says
// who is there, connects again whenever the line is lost, and keeps from the terminal what is meant for the page.
"use strict";

const Socket = window.WebSocket;
const FIRST_WAIT = 500, LONGEST_WAIT = 8000; // milliseconds before connecting again
const PING_EVERY = 5000, PONG_WITHIN = 10000; // milliseconds
const ROWS_OF_TOUCH = 20; // CSS pixels of a finger's way to a row
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const part = (id) => document.getElementById(id);

/** What is kept under a name in this browser, or the last value given where a browser keeps nothing. */
function keep(store, name, value) {
  const key = `oefening-${name}`;
  try {
    if (value !== undefined) window[store].setItem(key, value);
    return window[store].getItem(key) || "";
  } catch {
    return value || "";
  }
}

function visitorId() {
  const kept = keep("localStorage", "bezoeker");
  if (/^[0-9a-f]{32}$/.test(kept)) return kept;
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
  keep("localStorage", "bezoeker", id);
  return id;
}

/** The code behind the # of the address; from the first look on only this tab knows it. */
function codeOfAddress() {
  let code = location.hash.slice(1);
  try { code = decodeURIComponent(code); } catch { /* then as it stands */ }
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return keep("sessionStorage", "code", code ? code.slice(0, 64) : undefined);
}

class Line {
  static current = null;

  constructor(url) {
    const asked = new URL(url, location).searchParams;
    Line.current = this;
    this.visitor = visitorId();
    this.code = codeOfAddress();
    this.size = { width: Number(asked.get("width")), height: Number(asked.get("height")) };
    this.listeners = { open: [], message: [] };
    this.wait = FIRST_WAIT;
    this.stopped = false;
    this.streaming = false;
    this.connect();
    setInterval(() => this.ping(), PING_EVERY);
  }

  // What the terminal asks of a WebSocket.

  addEventListener(kind, listener) {
    (this.listeners[kind] ||= []).push(listener);
  }

  send(text) {
    const [kind, value] = JSON.parse(text);
    if (kind === "resize") this.size = value;
    if (kind !== "ping") this.say(kind, value);
  }

  // What the page adds to it.

  get connected() {
    return this.socket?.readyState === Socket.OPEN;
  }

  say(kind, ...values) {
    if (this.connected) this.socket.send(JSON.stringify([kind, ...values.filter((value) => value !== undefined)]));
  }

  connect() {
    clearTimeout(this.retry);
    this.stopped = false;
    const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`;
    const socket = this.streaming ? new Stream() : new Socket(address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.asked = 0;
      this.say("hello", { visitor: this.visitor, code: this.code, ...this.size });
      for (const listener of this.listeners.open.splice(0)) listener(new Event("open"));
      this.say(document.hasFocus() ? "focus" : "blur");
    };
    socket.onmessage = (event) => {
      this.works = true;
      this.hear(event.data);
    };
    socket.onclose = () => this.lost(socket);
  }

  hear(data) {
    if (typeof data !== "string") {
      this.wait = FIRST_WAIT;
      part("geen-verbinding").hidden = true;
      if (!part("gestopt").hidden && !this.stopped) this.goOn();
      for (const listener of this.listeners.message) listener({ data });
      return;
    }
    const [kind, ...words] = JSON.parse(data);
    if (kind === "pong") this.asked = 0;
    if (kind === "copy") copy(words[0]);
    if (kind === "stop") this.stop(...words);
  }

  ping() {
    if (!this.connected) return;
    if (this.asked && Date.now() - this.asked > PONG_WITHIN) {
      // The network still calls it a line, but nothing comes over it.
      this.socket.close();
      this.lost(this.socket);
    } else if (!this.asked) {
      this.asked = Date.now();
      this.say("ping", this.asked);
    }
  }

  lost(socket) {
    if (socket !== this.socket || this.stopped) return;
    this.socket = null;
    // Not every browser makes a WebSocket to every server; what once worked is kept to.
    if (!this.works) this.streaming = !this.streaming;
    part("geen-verbinding").hidden = false;
    this.retry = setTimeout(() => this.connect(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** There may be a network again: no need to wait. */
  hurry() {
    if (this.socket || this.stopped) return;
    this.wait = FIRST_WAIT;
    this.connect();
  }

  /** The app is there again: only now is there something to type in. */
  goOn() {
    part("gestopt").hidden = true;
    takeKeys();
  }

  stop(why, button) {
    this.stopped = true;
    part("waarom").textContent = why;
    part("verder").textContent = button;
    part("geen-verbinding").hidden = true;
    part("gestopt").hidden = false;
    part("verder").focus();
  }
}

function terminalInput() {
  return document.querySelector(".xterm-helper-textarea");
}

function takeKeys() {
  if (part("gestopt").hidden) terminalInput()?.focus({ preventScroll: true });
}

/** Puts a text on the clipboard; on a page without a secure connection the old way is the only one. */
function copy(text) {
  const byEvent = () => {
    const fill = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", fill, { capture: true, once: true });
    document.execCommand("copy");
    document.removeEventListener("copy", fill, { capture: true });
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(byEvent);
  else byEvent();
}

/** Whether the browser does something with this key that a terminal must not take away. */
function isForBrowser(event) {
  const key = event.key.toLowerCase();
  if (["F5", "F11", "F12"].includes(event.key)) return true;
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return false;
  if (["w", "t", "n", "+", "-", "=", "0", "v"].includes(key)) return true; // tabs, the size of letters, and pasting
  return key === "c" && (event.metaKey || !isMac);
}

window.addEventListener("keydown", (event) => {
  if (!part("gestopt").hidden) return;
  if (isForBrowser(event)) event.stopImmediatePropagation();
  else if (event.target !== terminalInput()) takeKeys();
}, { capture: true });

// With text selected in the terminal the key copies that; without, it is a key like any other.
document.addEventListener("copy", (event) => {
  if (!event.defaultPrevented && part("gestopt").hidden) Line.current?.say("stdin", isMac ? "\x1b[99;9u" : "\x03");
});

/** Whether two fingers made the page larger than its window; one finger then moves it about. */
function isMagnified() {
  return (window.visualViewport?.scale ?? 1) > 1.01;
}

/** A finger that moves over the terminal turns the wheel. */
function turnByTouch(element) {
  let last = null;
  element.addEventListener("touchstart", (event) => { last = event.touches[0].clientY; }, { passive: true });
  element.addEventListener("touchmove", (event) => {
    const { clientX, clientY } = event.touches[0];
    const rows = Math.trunc((last - clientY) / ROWS_OF_TOUCH);
    if (event.touches.length > 1 || rows === 0 || isMagnified()) return;
    last -= rows * ROWS_OF_TOUCH;
    const wheel = { deltaY: Math.sign(rows), deltaMode: WheelEvent.DOM_DELTA_LINE, clientX, clientY, bubbles: true };
    const target = document.querySelector(".xterm-screen");
    for (let row = 0; row < Math.abs(rows); row++) target?.dispatchEvent(new WheelEvent("wheel", wheel));
  }, { passive: true });
}

/** Keeps the terminal above a keyboard on the glass; a page that is only magnified stays as it is. */
function fit() {
  const seen = window.visualViewport;
  if (seen) part("scherm").style.height = `${Math.round(seen.height * seen.scale)}px`;
  part("scherm").classList.toggle("vergroot", isMagnified());
  window.onresize?.();
}

async function begin() {
  const screen = part("scherm");
  // As large as the browser's own letters; on a small screen somewhat smaller, so that more of the app fits.
  const usual = parseFloat(getComputedStyle(document.documentElement).fontSize);
  screen.dataset.fontSize = Math.round(Math.min(usual, Math.max(12, window.innerWidth / 80 / 0.6)));
  // The terminal measures its letters once: they have to be there.
  const faces = ["a", "─", "●"].flatMap((letter) => ["16px", "bold 16px"].map((size) => [size, letter]));
  await Promise.allSettled(faces.map(([size, letter]) => document.fonts.load(`${size} "Roboto Mono"`, letter)));
  window.WebSocket = Line;
  const script = document.createElement("script");
  script.src = "terminal.js";
  script.onload = () => {
    // It waits for the page to be loaded, which it is already.
    window.onload?.(new Event("load"));
    window.visualViewport?.addEventListener("resize", fit);
    fit();
    takeKeys();
  };
  document.body.append(script);
  turnByTouch(screen);
  screen.addEventListener("pointerup", takeKeys);
  part("verder").addEventListener("click", () => { if (Line.current.stopped) Line.current.connect(); });
  window.addEventListener("focus", () => { takeKeys(); Line.current?.say("focus"); });
  window.addEventListener("blur", () => Line.current?.say("blur"));
  window.addEventListener("online", () => Line.current?.hurry());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) Line.current?.hurry(); });
}

window.addEventListener("load", begin);
