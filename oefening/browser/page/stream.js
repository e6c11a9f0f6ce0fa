// What a page uses where the browser refuses it a WebSocket: the server's answer to the first message has no end, and
// the other messages go in requests of their own, one request at a time so that they keep their order.
"use strict";

const CONNECTING = 0, OPEN = 1, CLOSED = 3; // as a WebSocket has them

class Stream {
  constructor() {
    this.readyState = CONNECTING;
    this.waiting = [];
    this.abort = new AbortController();
    queueMicrotask(() => {
      this.readyState = OPEN;
      this.onopen();
    });
  }

  send(text) {
    if (this.begun) {
      this.waiting.push(text);
      this.speak();
    } else {
      this.begun = true;
      this.listen(text);
    }
  }

  close() {
    this.abort.abort();
  }

  async listen(hello) {
    try {
      const answer = await this.post("stroom", hello);
      await this.read(answer.body.getReader());
    } catch { /* the line is gone, whatever the reason */ }
    this.readyState = CLOSED;
    this.onclose();
  }

  async speak() {
    if (this.speaking || !this.name || !this.waiting.length) return;
    this.speaking = true;
    try {
      await this.post(`stroom/${this.name}`, `[${this.waiting.splice(0).join(",")}]`);
    } catch {
      this.close();
    }
    this.speaking = false;
    this.speak();
  }

  async post(path, body) {
    const answer = await fetch(path, { method: "POST", body, cache: "no-store", signal: this.abort.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer;
  }

  /** Reads pieces: a letter for what it is, four bytes for how long it is, and then itself. */
  async read(reader) {
    let held = new Uint8Array(0);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const joined = new Uint8Array(held.length + value.length);
      joined.set(held);
      joined.set(value, held.length);
      held = joined;
      while (held.length >= 5) {
        const end = 5 + new DataView(held.buffer, held.byteOffset).getUint32(1);
        if (held.length < end) break;
        this.hear(held[0] === 0x54, held.slice(5, end));
        held = held.slice(end);
      }
    }
  }

  hear(isText, bytes) {
    const data = isText ? new TextDecoder().decode(bytes) : bytes.buffer;
    if (!this.name) [, this.name] = JSON.parse(data);
    else this.onmessage({ data });
    this.speak();
  }
}
