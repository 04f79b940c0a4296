// A socket of the `ws` package as a connection like ours, so that a program may
// choose either and never knows which it has.
//
// `ws` shakes hands, reads and says goodbye. What we send are frames that lesson
// 3 has encoded: `ws` has no way to take one that many clients share, and as
// long as nothing is compressed, a whole frame may be written beside it.
//
// Always true, as of a connection of lesson 5:
//   - messages are handled in the order they came, none while one is being
//     handled or the connection is paused, and none after our close frame
//   - the socket has ended at most `closeTimeoutMs` after our close frame

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import {
  checkUpgrade,
  chooseProtocol,
  HandshakeError,
} from "../02-handshake/handshake.ts";
import { opcodes } from "../03-frames/frame.ts";
import type { Connection, Message } from "../05-connection/connection.ts";
import { defaultLimits, type Limits } from "../05-connection/limits.ts";
import { notOpen, rejected, Sender, taken } from "../05-connection/sender.ts";
import type { Accept } from "../05-connection/websocket.ts";

const handlerFailed = 1011;
const utf8 = new TextEncoder();

// #region ws
export class WsConnection implements Connection {
  onmessage: Connection["onmessage"] = ignore;
  onclose: Connection["onclose"] = ignore;
  onpong: Connection["onpong"] = ignore;

  readonly #ws: WebSocket;
  readonly #sender: Sender;
  readonly #ended: Promise<void>;
  // `ws` reads a whole chunk, also when it has been paused in its middle.
  readonly #unread: Message[] = [];
  #isPaused = false;
  #isBusy = false; // the promise of a handler is pending

  constructor(ws: WebSocket, socket: Duplex, limits: Limits) {
    this.#ws = ws;
    this.#sender = new Sender(socket, "server", limits.maxBufferedBytes);
    ws.on("message", (data: Buffer, isBinary) => {
      this.#unread.push(isBinary ? data : data.toString());
      this.#read();
    });
    ws.on("pong", (payload) => this.onpong(payload));
    ws.on("error", () => undefined); // "close" follows, and tells it
    this.#ended = new Promise((resolve) => {
      ws.once("close", (code, reason) => {
        this.onclose(code, reason.toString());
        resolve();
      });
    });
  }
  // #endregion ws

  get protocol(): string {
    return this.#ws.protocol;
  }

  get bufferedBytes(): number {
    return this.#sender.bufferedBytes;
  }

  send(message: Message): Promise<void> {
    if (!this.#isOpen) return rejected(notOpen());
    return typeof message === "string"
      ? this.#sender.send(opcodes.text, utf8.encode(message))
      : this.#sender.send(opcodes.binary, message);
  }

  sendFrame(frame: Uint8Array): Promise<void> {
    if (!this.#isOpen) return rejected(notOpen());
    return this.#sender.write(frame);
  }

  ping(payload: Uint8Array = new Uint8Array(0)): Promise<void> {
    if (!this.#isOpen) return rejected(notOpen());
    return this.#sender.send(opcodes.ping, payload);
  }

  pause(): void {
    this.#isPaused = true;
    this.#ws.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  close(code = 1000, reason = ""): Promise<void> {
    if (this.#isOpen) this.#sayGoodbye(code, reason);
    return this.#ended;
  }

  destroy(): void {
    this.#ws.terminate();
  }

  get #isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  // #region read
  #read(): void {
    while (!this.#isHeld && this.#isOpen) {
      const message = this.#unread.shift();
      if (message === undefined) return this.#ws.resume();
      const handled = this.onmessage(message);
      if (handled && handled !== taken) void this.#wait(handled);
    }
  }
  // #endregion read

  get #isHeld(): boolean {
    return this.#isPaused || this.#isBusy;
  }

  async #wait(handled: Promise<void>): Promise<void> {
    this.#isBusy = true;
    this.#ws.pause();
    try {
      await handled;
      this.#isBusy = false;
      this.#read();
    } catch (error) {
      this.#fail(error);
    }
  }

  // As on our own wire: an error of a connection that has ended is no news.
  #fail(error: unknown): void {
    if (!this.#isOpen) return;
    this.#sayGoodbye(handlerFailed, "a message could not be handled");
    throw error;
  }

  #sayGoodbye(code: number, reason: string): void {
    this.#ws.close(code, reason);
    this.#ws.resume(); // whatever held us: the answer must be heard
  }
}

function ignore(): void {}

// What `ws` is to read with; one for each set of limits.
const servers = new WeakMap<Limits, WebSocketServer>();
const chosen = new WeakMap<IncomingMessage, string>();

// #region accept
/** The same as `acceptConnection`, on a wire that `ws` reads. */
export const acceptWs: Accept = (
  request,
  socket,
  head,
  limits = defaultLimits,
  protocols = [],
) => {
  checkUpgrade(request); // so that a refusal reads the same on both wires
  const protocol = chooseProtocol(request, protocols);
  if (protocol !== undefined) chosen.set(request, protocol);
  let accepted: Connection | undefined;
  serverFor(limits).handleUpgrade(request, socket, Buffer.from(head), (ws) => {
    accepted = new WsConnection(ws, socket, limits);
  });
  if (accepted) return accepted;
  throw new HandshakeError("GONE", 400, "expected an open socket, got an end");
};
// #endregion accept

function serverFor(limits: Limits): WebSocketServer {
  const known = servers.get(limits);
  if (known) return known;
  const options = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxMessageBytes,
    maxFragments: limits.maxFragments,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: (_offered: Set<string>, request: IncomingMessage) =>
      chosen.get(request) ?? false,
  };
  const server = new WebSocketServer(options);
  servers.set(limits, server);
  return server;
}
