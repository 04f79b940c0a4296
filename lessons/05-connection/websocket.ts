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
//   - `onclose` is called exactly once, when the socket has ended
//   - while a handler's promise is pending, or while paused, no message is
//     delivered and the socket is not read, so that the peer has to wait
//   - the socket ends within `closeTimeoutMs` of our close frame

import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { acceptUpgrade } from "../02-handshake/handshake.ts";
import {
  FrameDecoder,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../03-frames/frame.ts";
import { type Arrival, MessageAssembler } from "../04-messages/assembler.ts";
import { encodeClose } from "../04-messages/close.ts";
import {
  type Connection,
  ConnectionError,
  type Message,
} from "./connection.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { notOpen, Sender, taken } from "./sender.ts";

// Never sent, only told to `onclose` (RFC 6455 §7.4.1): the peer named no code,
// and the socket ended without any close frame.
const noCode = 1005;
const abnormal = 1006;

const handlerFailed = 1011; // §7.4.1: a condition the server did not expect

const nothing = new Uint8Array(0);
const utf8 = new TextEncoder();

/** Both sides are one class: the client masks what it sends, the server not. */
export class WebSocketConnection implements Connection {
  onmessage: Connection["onmessage"] = () => undefined;
  onclose: Connection["onclose"] = () => undefined;
  onpong: Connection["onpong"] = () => undefined;

  readonly #socket: Duplex;
  readonly #sender: Sender;
  readonly #closeTimeoutMs: number;
  readonly #decoder: FrameDecoder;
  readonly #assembler: MessageAssembler;
  readonly #ended: Promise<void>;
  #state: "open" | "closing" | "closed" = "open";
  #goodbye = { code: abnormal, reason: "" };
  #isDeaf = false; // the peer has said its last word, or one too many
  #isPaused = false;
  #isBusy = false; // with a message, or with a socket that is full
  #deadline: NodeJS.Timeout | undefined;

  /** `head` is what came behind the handshake in the same piece. */
  constructor(
    role: "server" | "client",
    socket: Duplex,
    head: Uint8Array,
    limits: Limits = defaultLimits,
  ) {
    const isClient = role === "client";
    const { maxMessageBytes, maxBufferedBytes, closeTimeoutMs } = limits;
    this.#socket = socket;
    this.#sender = new Sender(socket, isClient, maxBufferedBytes);
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#decoder = new FrameDecoder({
      masked: !isClient,
      maxPayloadBytes: maxMessageBytes,
    });
    this.#assembler = new MessageAssembler(limits);
    this.#ended = new Promise((resolve) => socket.once("close", resolve));
    this.#attach(head);
  }

  #attach(head: Uint8Array): void {
    const socket = this.#socket as Duplex & Partial<Socket>;
    socket.setNoDelay?.(true); // a message must not wait for the next one
    socket.setTimeout?.(0); // the patience of the HTTP server is not ours
    if (head.length > 0) socket.unshift(head);
    socket
      .on("data", (chunk: Uint8Array) => this.#receive(chunk))
      .on("end", () => socket.end())
      .on("error", (error) => (this.#goodbye.reason = error.message))
      .once("close", () => this.#finish());
  }

  get bufferedBytes(): number {
    return this.#sender.bufferedBytes;
  }

  send(message: Message): Promise<void> {
    return typeof message === "string"
      ? this.#send(opcodes.text, utf8.encode(message))
      : this.#send(opcodes.binary, message);
  }

  ping(payload: Uint8Array = nothing): Promise<void> {
    return this.#send(opcodes.ping, payload);
  }

  sendFrame(frame: Uint8Array): Promise<void> {
    // A client gives each frame a mask of its own, so it has none to share.
    if (this.#sender.isClient) throw new Error("expected a server to share");
    if (this.#state !== "open") return Promise.reject(notOpen());
    return this.#sender.write(frame);
  }

  #send(opcode: Opcode, payload: Uint8Array): Promise<void> {
    if (this.#state !== "open") return Promise.reject(notOpen());
    return this.#sender.send(opcode, payload);
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isDeaf) return;
    this.#decoder.push(chunk);
    this.#read();
  }

  // #region read
  #read(): void {
    this.#socket.cork(); // so that all our answers leave in one piece
    try {
      while (!this.#isDeaf && !this.#isHeld()) {
        const frame = this.#decoder.next();
        if (!frame) break;
        const arrival = this.#assembler.add(frame);
        if (arrival) this.#handle(arrival);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#fail(error.closeCode, error.message);
    } finally {
      this.#socket.uncork();
    }
    this.#regulate();
  }

  // Whoever closes no longer waits for anything but the answer.
  #isHeld(): boolean {
    return this.#state === "open" && (this.#isPaused || this.#isBusy);
  }

  #regulate(): void {
    if (this.#isHeld()) this.#socket.pause();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }
  // #endregion read

  #handle(arrival: Arrival): void {
    switch (arrival.kind) {
      case "message":
        return this.#deliver(arrival.message);
      case "ping":
        // A peer that pings and never reads must not fill our memory either.
        if (this.#state === "open") {
          this.#wait(this.#send(opcodes.pong, arrival.payload));
        }
        return;
      case "pong":
        return this.onpong(arrival.payload);
      case "close":
        return this.#answer(arrival.code, arrival.reason);
    }
  }

  // #region deliver
  #deliver(message: Message): void {
    if (this.#state !== "open") return; // we have said goodbye already
    try {
      const handled = this.onmessage(message);
      if (handled) this.#wait(handled);
    } catch (error) {
      this.#fail(handlerFailed, "a message could not be handled");
      throw error;
    }
  }

  #wait(handled: Promise<void>): void {
    if (handled === taken) return;
    this.#isBusy = true;
    const goOn = () => {
      this.#isBusy = false;
      this.#read();
    };
    void handled.then(goOn, (error: unknown) => {
      // That the peer has gone is no news here: `onclose` tells it.
      if (error instanceof ConnectionError) return goOn();
      this.#fail(handlerFailed, "a message could not be handled");
      throw error; // nobody else would hear of it: it ends the process
    });
  }
  // #endregion deliver

  pause(): void {
    this.#isPaused = true;
    this.#regulate();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  // #region close
  close(code = 1000, reason = ""): Promise<void> {
    const payload = encodeClose(code, reason);
    if (this.#state === "open") {
      this.#sayGoodbye(payload);
      this.#read(); // from now on nothing holds us: the answer must be heard
    }
    return this.#ended;
  }

  #answer(code: number | undefined, reason: string): void {
    this.#isDeaf = true;
    this.#goodbye = { code: code ?? noCode, reason };
    if (this.#state === "open") this.#sayGoodbye(encodeClose(code));
    // The server ends TCP first, so that the port it needs again is not the one
    // that has to linger (§7.1.1).
    if (!this.#sender.isClient) this.#socket.end();
  }

  #fail(code: number, reason: string): void {
    this.#isDeaf = true;
    this.#goodbye.reason = reason;
    if (this.#state === "open") this.#sayGoodbye(encodeClose(code, reason));
    this.#socket.end();
  }

  #sayGoodbye(payload: Uint8Array): void {
    this.#sender.send(opcodes.close, payload).catch(() => undefined);
    this.#state = "closing";
    this.#deadline = setTimeout(() => this.destroy(), this.#closeTimeoutMs);
  }
  // #endregion close

  destroy(): void {
    this.#socket.destroy();
  }

  #finish(): void {
    clearTimeout(this.#deadline);
    this.#state = "closed";
    this.onclose(this.#goodbye.code, this.#goodbye.reason);
  }
}

/**
 * Answers the handshake of `request` on the server's side and returns the
 * connection. Assign its handlers in the same turn of the event loop, or a
 * message may come before them. Throws a `HandshakeError`, for `refuse`, if the
 * request is no handshake (RFC 6455 §4.2).
 */
export function acceptConnection(
  request: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
  limits: Limits = defaultLimits,
): Connection {
  acceptUpgrade(request, socket);
  return new WebSocketConnection("server", socket, head, limits);
}
