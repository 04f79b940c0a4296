// @ts-check
// A WebSocket that comes back.
//
// Always true between events:
//   - there is a socket, or a timer for the next one, or it is at rest
//   - only that socket is heard: what an earlier one still says reaches nobody
//   - waits grow from failure to failure, and shrink only once a server has
//     spoken: one that accepts and hangs up at once is not worth a hurry

/**
 * @typedef {object} Handlers
 * @property {() => void} onconnecting An attempt begins.
 * @property {() => void} onopen The server has accepted.
 * @property {(data: unknown) => void} onmessage
 * @property {(code: number, delayMs: number) => void} onlost The socket has
 *   ended, or never was; the next attempt begins in `delayMs`.
 */

const firstDelayMs = 1_000;
const longestDelayMs = 20_000; // what a reader may wait once the server is back
const patienceMs = 10_000; // with a server that takes the call and says nothing
const noCode = 1006; // no close frame has come

export class LastingSocket {
  #url;
  #protocols;
  #handlers;
  #failures = 0;
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * Connects at once, and again whenever the connection is lost.
   *
   * @param {string} path Seen from the page.
   * @param {string[]} protocols What to offer the server, best first.
   * @param {Handlers} handlers
   */
  constructor(path, protocols, handlers) {
    this.#url = address(path);
    this.#protocols = protocols;
    this.#handlers = handlers;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#hurry();
    });
    this.#connect();
  }

  /**
   * Sends, if the connection is open.
   *
   * @param {string} text
   */
  send(text) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  /** Says goodbye and connects anew. */
  restart() {
    this.rest();
    this.#connect();
  }

  /** Says goodbye, and does nothing until `restart`. */
  rest() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#handlers.onconnecting();
    const socket = new WebSocket(this.#url, this.#protocols);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lose(noCode), patienceMs);
    socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#handlers.onopen();
    };
    socket.onmessage = ({ data }) => {
      this.#failures = 0;
      this.#handlers.onmessage(data);
    };
    socket.onclose = ({ code }) => this.#lose(code);
  }

  /** @param {number} code */
  #lose(code) {
    this.rest();
    const delayMs = delay(this.#failures++);
    this.#timer = setTimeout(() => this.#connect(), delayMs);
    this.#handlers.onlost(code, delayMs);
  }

  // Whatever made the last attempt fail may be over: no reason to wait.
  #hurry() {
    if (!this.#socket && this.#timer) this.#connect();
  }
}

/**
 * Where the WebSocket of `path` is, seen from the page; wss if that is by https.
 *
 * @param {string} path
 */
export function address(path) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

// Half of each wait is chance, so that not all pages knock at the same moment
// on a server that has come back.
/** @param {number} failures */
function delay(failures) {
  const mostMs = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
  return (mostMs * (1 + Math.random())) / 2;
}
