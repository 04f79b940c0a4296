// One WebSocket after its handshake, on either side of the wire.
//
//            close()            close frame of the peer
//   open ───────────────▶ closing ───────────────▶ closed
//     │    close frame            socket ended        ▲
//     └── close frame of the peer, answered once ─────┘
//
// Always true:
//   - at most one close frame is sent, and nothing after it; once the peer's has
//     come, or the peer has broken the protocol, nothing more is read (§5.5.1)
//   - whoever has said goodbye hears no more messages, only the answer
//   - `onclose` is called exactly once, when the socket has ended, and that is at
//     most `closeTimeoutMs` after our close frame

import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { acceptUpgrade, chooseProtocol } from "../02-handshake/handshake.ts";
import { type Opcode, opcodes, ProtocolError } from "../03-frames/frame.ts";
import type { Arrival } from "../04-messages/assembler.ts";
import { encodeClose } from "../04-messages/close.ts";
import {
  type Connection,
  ConnectionError,
  type Message,
} from "./connection.ts";
import { type Extension, noExtension } from "./extension.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { type Handlers, Receiver } from "./receiver.ts";
import { notOpen, rejected, type Role, Sender, taken } from "./sender.ts";

// Never sent, only told to `onclose` (RFC 6455 §7.4.1): the peer named no code,
// and the socket ended without any close frame.
const noCode = 1005;
const abnormal = 1006;

const handlerFailed = 1011; // §7.4.1: a condition the server did not expect

const nothing = new Uint8Array(0);

/** Both sides are one class: the client masks what it sends, the server not. */
export class WebSocketConnection implements Connection, Handlers {
  onmessage: Connection["onmessage"] = ignore;
  onclose: Connection["onclose"] = ignore;
  onpong: Connection["onpong"] = ignore;

  readonly protocol: string;
  readonly #role: Role;
  readonly #socket: Duplex;
  readonly #sender: Sender;
  readonly #receiver: Receiver;
  readonly #closeTimeoutMs: number;
  readonly #whoWait: (() => void)[] = []; // for the end of the socket
  #state: "open" | "closing" | "closed" = "open";
  #goodbye = { code: abnormal, reason: "" };
  #deadline: NodeJS.Timeout | undefined;

  /** `head` is what came behind the handshake in the same piece. */
  constructor(
    role: Role,
    socket: Duplex,
    head: Uint8Array,
    limits: Limits,
    protocol = "",
    extension: Extension = noExtension,
  ) {
    this.protocol = protocol;
    this.#role = role;
    this.#socket = socket;
    this.#closeTimeoutMs = limits.closeTimeoutMs;
    this.#attach(head);
    const { maxBufferedBytes } = limits;
    this.#sender = new Sender(socket, role, maxBufferedBytes, extension);
    this.#receiver = new Receiver(socket, role, limits, this, extension);
  }

  #attach(head: Uint8Array): void {
    const socket = this.#socket as Duplex & Partial<Socket>;
    socket.setNoDelay?.(true); // a message must not wait for the next one
    socket.setTimeout?.(0); // the patience of the HTTP server is not ours
    // Node would end a client's socket by itself as soon as the peer ends its
    // side, although handlers may still be at work on what came before.
    socket.allowHalfOpen = true;
    if (head.length > 0) socket.unshift(head);
    socket.on("error", ({ message }) => this.#explain(message));
    // A socket that has closed before we came does not say so again.
    if (socket.closed) queueMicrotask(() => this.#finish());
    else socket.on("close", () => this.#finish());
  }

  get bufferedBytes(): number {
    return this.#sender.bufferedBytes;
  }

  send(message: Message): Promise<void> {
    return typeof message === "string"
      ? this.#send(opcodes.text, encode(message))
      : this.#send(opcodes.binary, message);
  }

  ping(payload: Uint8Array = nothing): Promise<void> {
    return this.#send(opcodes.ping, payload);
  }

  sendFrame(frame: Uint8Array): Promise<void> {
    // A client gives each frame a mask of its own, so it has none to share.
    if (this.#role === "client") throw new Error("expected a server to share");
    if (this.#state !== "open") return rejected(notOpen());
    return this.#sender.write(frame);
  }

  #send(opcode: Opcode, payload: Uint8Array): Promise<void> {
    if (this.#state !== "open") return rejected(notOpen());
    return this.#sender.send(opcode, payload);
  }

  pause(): void {
    this.#receiver.pause();
  }

  resume(): void {
    this.#receiver.resume();
  }

  // #region handle
  handle(arrival: Arrival): void | Promise<void> {
    if (this.#socket.destroyed) return; // by what came before, in one piece
    if (arrival.kind === "close") {
      return this.#answer(arrival.code, arrival.reason);
    }
    if (this.#state !== "open") return;
    switch (arrival.kind) {
      case "message":
        return this.onmessage(arrival.message);
      case "ping":
        // The answer is waited for as well: a peer that pings and never reads
        // must not fill our memory.
        return this.#send(opcodes.pong, arrival.payload);
      case "pong":
        return this.onpong(arrival.payload);
    }
  }
  // #endregion handle

  // #region close
  close(code = 1000, reason = ""): Promise<void> {
    const payload = encodeClose(code, reason);
    if (this.#state === "open") this.#sayGoodbye(payload);
    if (this.#state === "closed") return taken;
    return new Promise((resolve) => void this.#whoWait.push(resolve));
  }

  #answer(code: number | undefined, reason: string): void {
    this.#goodbye = { code: code ?? noCode, reason };
    this.#receiver.deafen();
    if (this.#state === "open") this.#sayGoodbye(encodeClose(code));
    // The server ends TCP first: the side that does has to remember the pair of
    // ports for a while, and a client may want to come back with it (§7.1.1).
    if (this.#role === "server") this.end();
  }

  #sayGoodbye(payload: Uint8Array): void {
    void this.#sender.send(opcodes.close, payload);
    this.#state = "closing";
    this.#receiver.release(); // whatever held us: the answer must be heard
    this.#startDeadline();
  }

  // #endregion close

  end(): void {
    this.#socket.end();
    this.#startDeadline(); // a peer that reads nothing never sees our end
  }

  #startDeadline(): void {
    if (this.#state === "closed") return;
    this.#deadline ??= setTimeout(() => this.destroy(), this.#closeTimeoutMs);
  }

  // #region fail
  fail(error: unknown): void {
    // That nothing can be sent to this peer is no news: `onclose` tells it. The
    // same error on an open connection came from another one, and is news.
    const isOurs = this.#state !== "open" || !this.#socket.writable;
    if (isOurs && error instanceof ConnectionError) return;
    const isPeers = error instanceof ProtocolError;
    const code = isPeers ? error.closeCode : handlerFailed;
    const reason = isPeers ? error.message : "a message could not be handled";
    this.#explain(reason);
    this.#receiver.deafen();
    if (this.#state === "open") this.#sayGoodbye(encodeClose(code, reason));
    this.end();
    if (!isPeers) throwUncaught(error);
  }
  // #endregion fail

  // The first reason is the cause. Where the peer gave its own, none is needed.
  #explain(reason: string): void {
    if (this.#goodbye.code === abnormal) this.#goodbye.reason ||= reason;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #finish(): void {
    clearTimeout(this.#deadline);
    this.#state = "closed";
    this.onclose(this.#goodbye.code, this.#goodbye.reason);
    for (const resolve of this.#whoWait) resolve();
  }
}

const utf8 = new TextEncoder();
const longText = 4 * 1024; // from here on it is the quicker of the two

function encode(text: string): Uint8Array {
  return text.length < longText ? Buffer.from(text) : utf8.encode(text);
}

// One for all connections: they are many, and most of them idle.
function ignore(): void {}

// Nobody waits for a handler. Thrown where it was called, its error would hit
// whoever happened to call `resume`; thrown here, it ends the process.
function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/**
 * Answers the handshake of `request` on the server's side and returns the
 * connection. Assign its handlers in the same turn of the event loop, or a
 * message may come before them. Of the `protocols` it takes the first that the
 * client offers, or none.
 *
 * Throws a `HandshakeError`, for `refuse`, if the request is no handshake
 * (RFC 6455 §4.2).
 */
export type Accept = (
  request: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
  limits?: Limits,
  protocols?: readonly string[],
) => Connection;

/** Accepts on the wire that lessons 2 to 5 have built. */
export const acceptConnection: Accept = (
  request,
  socket,
  head,
  limits = defaultLimits,
  protocols = [],
) => {
  const protocol = chooseProtocol(request, protocols);
  acceptUpgrade(request, socket, { protocol });
  return new WebSocketConnection("server", socket, head, limits, protocol);
};
