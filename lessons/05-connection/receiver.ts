// The receiving half of a connection: bytes come in, and what they add up to is
// handled, one arrival after the other, at the pace of whoever handles them.
//
//   the peer ──▶ the system's buffers ──▶ decoder ──▶ assembler ──▶ handle
//                full: TCP tells the      one chunk
//                peer to wait             waits here
//
// Always true:
//   - arrivals are handled in the order they came, never two at a time
//   - while it is held, by a handler's promise or by `pause`, it reads at most
//     one more chunk, and the socket's end waits behind what came before it
//   - after `deafen`, or an error, nothing is handled: what still comes is
//     dropped, so that the end of the socket is seen

import type { Duplex } from "node:stream";
import { FrameDecoder } from "../03-frames/frame.ts";
import { type Arrival, MessageAssembler } from "../04-messages/assembler.ts";
import type { Extension } from "./extension.ts";
import type { Limits } from "./limits.ts";
import { type Role, taken } from "./sender.ts";

export interface Handlers {
  /** Takes what arrived. The next one waits for its promise. */
  handle: (arrival: Arrival) => void | Promise<void>;
  /** The peer broke the protocol, or `handle` failed. */
  fail: (error: unknown) => void;
  /** The peer will send nothing more, and all it sent has been handled. */
  end: () => void;
}

export class Receiver {
  readonly #socket: Duplex;
  readonly #handlers: Handlers;
  readonly #decoder: FrameDecoder;
  readonly #extension: Extension;
  readonly #assembler: MessageAssembler;
  #isPaused = false;
  #isBusy = false; // the promise of a handler is pending
  #isReleased = false; // nothing holds it any more
  #isReading = false; // `#read` is at work further up the stack
  #isDeaf = false;
  #isOver = false; // the peer has ended its side of the socket

  constructor(
    socket: Duplex,
    role: Role,
    limits: Limits,
    handlers: Handlers,
    extension: Extension,
  ) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#extension = extension;
    this.#decoder = new FrameDecoder({
      masked: role === "server",
      maxPayloadBytes: limits.maxMessageBytes,
      allowedReserved: extension.reserved,
      ownsChunks: true, // nobody else listens to the socket
    });
    this.#assembler = new MessageAssembler(limits);
    socket.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    socket.on("end", () => this.#finish());
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#isHeld) this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
  }

  /** From now on neither `pause` nor a handler's promise holds anything up. */
  release(): void {
    this.#isReleased = true;
    this.#read();
  }

  /** From now on nothing is handled. */
  deafen(): void {
    this.#isDeaf = true;
    this.#read();
  }

  get #isHeld(): boolean {
    const isHeld = this.#isPaused || this.#isBusy;
    return isHeld && !this.#isReleased && !this.#isDeaf;
  }

  #receive(chunk: Uint8Array): void {
    if (this.#isDeaf) return;
    this.#decoder.push(chunk);
    this.#read();
  }

  // #region read
  #read(): void {
    if (this.#isReading) return; // a handler called us: the loop below goes on
    this.#isReading = true;
    this.#socket.cork(); // answers to one chunk leave in one piece
    try {
      while (!this.#isDeaf && !this.#isHeld && this.#readFrame());
    } catch (error) {
      this.#handlers.fail(error);
    } finally {
      this.#isReading = false;
      this.#socket.uncork();
    }
    if (this.#isHeld) this.#socket.pause();
    else this.#goOn();
  }
  // #endregion read

  #readFrame(): boolean {
    const frame = this.#decoder.next();
    const arrival = frame && this.#assembler.add(this.#extension.unpack(frame));
    if (arrival) this.#handle(arrival);
    return frame !== undefined;
  }

  #handle(arrival: Arrival): void {
    const handled = this.#handlers.handle(arrival);
    if (!handled || handled === taken) return; // most answers are taken at once
    this.#isBusy = true;
    void this.#wait(handled);
  }

  async #wait(handled: Promise<void>): Promise<void> {
    try {
      await handled;
    } catch (error) {
      this.#handlers.fail(error);
    } finally {
      this.#isBusy = false;
      this.#read();
    }
  }

  #goOn(): void {
    if (this.#isOver) this.#handlers.end();
    else if (this.#socket.isPaused()) this.#socket.resume();
  }

  #finish(): void {
    this.#isOver = true;
    if (!this.#isHeld) this.#handlers.end();
  }
}
