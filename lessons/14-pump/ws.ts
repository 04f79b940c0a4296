// A socket of the `ws` package as a connection like ours, so that a program may
// choose either and never knows which it has.
//
// `ws` shakes hands, reads and says goodbye. What we send are frames that lesson
// 3 has encoded: `ws` has no way to take one that many clients share, and as
// long as nothing is compressed, a whole frame may be written beside it.
//
// Always true, as of a connection of lesson 5:
//   - what arrives is handled in the order it came, never two at a time, none
//     while the connection is paused, and none after our close frame
//   - `onclose` is called exactly once, when the socket has ended, behind what
//     came before the peer's end; at most `closeTimeoutMs` after our close frame

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import {
  checkUpgrade,
  chooseProtocol,
  HandshakeError,
} from "../02-handshake/handshake.ts";
import { type Opcode, opcodes } from "../03-frames/frame.ts";
import type { Arrival } from "../04-messages/assembler.ts";
import { encodeClose } from "../04-messages/close.ts";
import {
  type Connection,
  ConnectionError,
  type Message,
} from "../05-connection/connection.ts";
import { defaultLimits, type Limits } from "../05-connection/limits.ts";
import { notOpen, rejected, Sender, taken } from "../05-connection/sender.ts";
import type { Accept } from "../05-connection/websocket.ts";
import { Ring } from "../06-goroutines/ring.ts";

const abnormal = 1006; // RFC 6455 §7.4.1: no close frame has come
const handlerFailed = 1011;

const nothing = new Uint8Array(0);
const utf8 = new TextEncoder();

export class WsConnection implements Connection {
  onmessage: Connection["onmessage"] = ignore;
  onclose: Connection["onclose"] = ignore;
  onpong: Connection["onpong"] = ignore;

  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #sender: Sender;
  readonly #closeTimeoutMs: number;
  readonly #whoWait: (() => void)[] = []; // for the end of the socket
  #unread: Ring<Heard> | undefined; // none, until one has to wait
  #isPaused = false;
  #isBusy = false; // the promise of a handler is pending
  #isReading = false; // `#read` is at work further up the stack
  #isDeaf = false; // we have said goodbye, or were cut off
  #fault = ""; // why it ended, where no close frame says so
  #goodbye: Goodbye | undefined; // the socket has ended
  #isCut = false; // by us, in the middle of whatever was said
  #isClosed = false; // and `onclose` has been told
  #deadline: NodeJS.Timeout | undefined;

  constructor(ws: WebSocket, socket: Duplex, limits: Limits) {
    this.#ws = ws;
    this.#socket = socket;
    this.#closeTimeoutMs = limits.closeTimeoutMs;
    this.#sender = new Sender(socket, "server", limits.maxBufferedBytes);
    this.#listen();
  }

  // #region listen
  #listen(): void {
    this.#ws
      .on("message", (data: Buffer, isBinary) => {
        const message = isBinary ? data : data.toString();
        this.#receive({ kind: "message", message });
      })
      .on("ping", (payload) => this.#receive({ kind: "ping", payload }))
      .on("pong", (payload) => this.#receive({ kind: "pong", payload }))
      .on("error", ({ message }) => this.#explain(message))
      .once("close", (code, reason) => this.#end(code, reason.toString()));
    this.#socket
      .on("error", ({ message }) => this.#explain(message))
      .once("end", () => this.#startDeadline());
  }
  // #endregion listen

  get protocol(): string {
    return this.#ws.protocol;
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

  // #region send
  sendFrame(frame: Uint8Array): Promise<void> {
    if (!this.#isOpen) return rejected(notOpen());
    return this.#sender.write(frame);
  }
  // #endregion send

  #send(opcode: Opcode, payload: Uint8Array): Promise<void> {
    if (!this.#isOpen) return rejected(notOpen());
    return this.#sender.send(opcode, payload);
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#isHeld) this.#hold();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  close(code = 1000, reason = ""): Promise<void> {
    encodeClose(code, reason); // what may not be said throws, on both wires
    this.#sayGoodbye(code, reason);
    if (this.#isClosed) return taken;
    return new Promise((resolve) => void this.#whoWait.push(resolve));
  }

  destroy(): void {
    this.#isCut ||= this.#isOpen;
    this.#ws.terminate();
    this.#deafen();
  }

  get #isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN && this.#socket.writable;
  }

  get #isHeld(): boolean {
    return (this.#isPaused || this.#isBusy) && !this.#isDeaf;
  }

  // #region receive
  // `ws` hands over a chunk to its end, also when it was paused in its middle.
  // What is not to be handled yet waits here.
  #receive(arrival: Heard): void {
    if (this.#isDeaf) return; // we have said goodbye
    this.#unread ??= new Ring();
    this.#unread.add(arrival);
    this.#read(); // until it is empty, or we are paused
  }
  // #endregion receive

  #read(): void {
    if (this.#isReading) return; // a handler called us: the loop below goes on
    this.#isReading = true;
    try {
      while (!this.#isHeld && this.#unread?.length) {
        this.#handle(this.#unread.take());
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isReading = false;
    if (this.#isHeld) this.#hold();
    else if (this.#goodbye) this.#finish(this.#goodbye);
    else if (this.#ws.isPaused) this.#ws.resume();
  }

  // Once it is closing, all that may still come is the end.
  #hold(): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.pause();
  }

  #handle(arrival: Heard): void {
    const handled = this.#answer(arrival);
    if (handled && handled !== taken) void this.#wait(handled);
  }

  #answer(arrival: Heard): void | Promise<void> {
    switch (arrival.kind) {
      case "message":
        return this.onmessage(arrival.message);
      case "ping":
        return this.#send(opcodes.pong, arrival.payload);
      case "pong":
        return this.onpong(arrival.payload);
    }
  }

  async #wait(handled: Promise<void>): Promise<void> {
    this.#isBusy = true;
    try {
      await handled;
    } catch (error) {
      this.#fail(error);
    }
    this.#isBusy = false;
    this.#read();
  }

  // As on our own wire: that nothing can be sent to this peer is no news, and
  // any other error is thrown where nobody catches it.
  #fail(error: unknown): void {
    if (!this.#isOpen && error instanceof ConnectionError) return;
    this.#sayGoodbye(handlerFailed, "a message could not be handled");
    queueMicrotask(() => {
      throw error;
    });
  }

  #sayGoodbye(code: number, reason: string): void {
    this.#ws.close(code, reason);
    this.#deafen(); // whatever held us: the answer must be heard
  }

  /** From now on nothing is handled, and nothing held up. */
  #deafen(): void {
    this.#isDeaf = true;
    this.#unread = undefined;
    this.#read();
  }

  #end(code: number, reason: string): void {
    clearTimeout(this.#deadline);
    const isCut = this.#isCut || code === abnormal;
    this.#goodbye = isCut
      ? { code: abnormal, reason: this.#fault }
      : { code, reason };
    // The peer's end stands behind what it sent before; a cut is the end.
    if (isCut && !this.#socket.readableEnded) this.#deafen();
    else this.#read();
  }

  #finish({ code, reason }: Goodbye): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose(code, reason);
    for (const resolve of this.#whoWait) resolve();
  }

  // The first reason is the cause.
  #explain(reason: string): void {
    this.#fault ||= reason;
  }

  // `ws` has none for a peer that hangs up and reads nothing: it never sees our
  // end either.
  #startDeadline(): void {
    if (this.#goodbye) return;
    this.#deadline ??= setTimeout(() => this.destroy(), this.#closeTimeoutMs);
  }
}

/** The close frame of the peer, `ws` answers itself. */
type Heard = Exclude<Arrival, { kind: "close" }>;

interface Goodbye {
  code: number;
  reason: string;
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
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    autoPong: false, // ours waits for a peer that is slow, `ws` cuts it off
    maxPayload: limits.maxMessageBytes,
    maxFragments: limits.maxFragments,
    closeTimeout: limits.closeTimeoutMs,
    handleProtocols: (_offered: Set<string>, request: IncomingMessage) =>
      chosen.get(request) ?? false,
  } as ServerOptions);
  // What it would refuse in its own words, we refuse in ours.
  server.on("wsClientError", ({ message }) => {
    throw new HandshakeError("BAD_REQUEST", 400, message);
  });
  servers.set(limits, server);
  return server;
}
