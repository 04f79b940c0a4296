// The sending half of a connection: frames go out, at the pace of the peer.
//
//   write ──▶ the socket's queue ──▶ the system's buffers ──▶ the peer
//             bufferedBytes          some megabytes, unseen
//
// Always true:
//   - the promise of a write resolves when the socket took the frame: at once
//     while its queue is below the high-water mark, else when it is empty again
//   - in the queue wait at most `maxBufferedBytes` and one write more, with what
//     Node keeps for each write: a peer that lets more wait does not read, and
//     its socket is destroyed
//   - whoever waits when asked to is never cut off for many small writes
//   - a client masks each frame with bytes of its own, a server none (§5.3)

import type { Duplex } from "node:stream";
import {
  encodeFrame,
  encodeHeader,
  type Frame,
  type Opcode,
} from "../03-frames/frame.ts";
import { Backlog, bytesPerWrite } from "./backlog.ts";
import { ConnectionError } from "./connection.ts";
import { type Extension, noExtension } from "./extension.ts";

export type Role = "client" | "server";

/** What every write shares that was taken at once: sending allocates none. */
export const taken = Promise.resolve();

const maskBytes = 4;

// Up to here a copy behind the header is cheaper than a second piece to write.
const copiedBytes = 1024;

export class Sender {
  readonly #socket: Duplex;
  readonly #role: Role;
  readonly #maxBufferedBytes: number;
  readonly #extension: Extension;
  readonly #backlog = new Backlog();
  #drained: Deferred | undefined; // shared by all who wait for the same drain

  constructor(
    socket: Duplex,
    role: Role,
    maxBufferedBytes: number,
    extension: Extension = noExtension,
  ) {
    this.#socket = socket;
    this.#role = role;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#extension = extension;
    socket
      .on("drain", () => this.#settle())
      .on("finish", () => this.#settle()) // "drain" of a socket that ends
      .on("close", () => this.#settle());
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** Sends a message, or a control frame, in one frame. */
  send(opcode: Opcode, payload: Uint8Array): Promise<void> {
    const whole = { fin: true, reserved: 0, opcode, payload };
    const frame = this.#extension.pack(whole);
    if (this.#role === "client") {
      const mask = crypto.getRandomValues(new Uint8Array(maskBytes));
      return this.write(encodeFrame(frame, mask));
    }
    const isShort = frame.payload.length <= copiedBytes;
    return isShort ? this.write(encodeFrame(frame)) : this.#sendLong(frame);
  }

  #sendLong(frame: Frame): Promise<void> {
    this.#socket.cork(); // header and payload leave in one piece
    const written = this.write(frame.payload, encodeHeader(frame));
    this.#socket.uncork();
    return written;
  }

  // #region write
  /**
   * Writes whole frames, or the payload of one behind its header. Rejects with a
   * `ConnectionError` if the socket has ended, ends before it took them, or is
   * too far behind.
   */
  write(frames: Uint8Array, header?: Uint8Array): Promise<void> {
    if (!this.#socket.writable) return rejected(notOpen());
    if (this.#bufferedCost > this.#maxBufferedBytes) return this.#giveUp();
    if (header) this.#put(header);
    if (this.#put(frames)) return taken;
    this.#drained ??= defer();
    return this.#drained.promise;
  }
  // #endregion write

  #put(piece: Uint8Array): boolean {
    this.#backlog.count(piece.length, this.bufferedBytes);
    return this.#socket.write(piece);
  }

  // #region cost
  get #bufferedCost(): number {
    const bytes = this.bufferedBytes;
    // Until the socket asks to wait nobody does anything wrong. There is room for
    // so many bytes only, and for half as many writes.
    if (!this.#socket.writableNeedDrain) return bytes;
    return bytes + this.#backlog.writes * bytesPerWrite;
  }
  // #endregion cost

  #giveUp(): Promise<void> {
    const error = new ConnectionError(
      "PEER_TOO_SLOW",
      `expected the peer to read, but ${this.bufferedBytes} bytes wait for ` +
        `it, in at most ${this.#backlog.writes} writes`,
    );
    this.#socket.destroy(error);
    return rejected(error);
  }

  #settle(): void {
    if (this.#socket.destroyed) this.#drained?.reject(notOpen());
    else this.#drained?.resolve();
    this.#drained = undefined;
  }
}

/** The error of whoever sends too late. */
export function notOpen(): ConnectionError {
  const message = "expected an open connection, got one that is closed";
  return new ConnectionError("NOT_OPEN", message);
}

/**
 * A rejection that need not be heard: whoever does not wait for a message to be
 * taken learns from `onclose` that the rest of them was not.
 */
export function rejected(error: ConnectionError): Promise<void> {
  const promise = Promise.reject<void>(error);
  promise.catch(() => undefined);
  return promise;
}

interface Deferred {
  promise: Promise<void>;
  resolve: () => void;
  reject: (error: ConnectionError) => void;
}

function defer(): Deferred {
  let resolve: Deferred["resolve"] = ignore;
  let reject: Deferred["reject"] = ignore;
  const promise = new Promise<void>((...both) => ([resolve, reject] = both));
  promise.catch(() => undefined); // as in `rejected`
  return { promise, resolve, reject };
}

function ignore(): void {}
