// The sending half of a connection: frames go into the socket at the peer's pace.
//
// Always true:
//   - a promise of `write` resolves when the socket took the frame: at once while
//     the socket would like more, else when it has drained, which is when the
//     peer has read
//   - what waits is at most `maxBufferedBytes` and one frame: a peer that lets
//     more than that wait does not read, and its socket is destroyed
//   - a client masks each frame anew, a server none (RFC 6455 §5.3)

import { once } from "node:events";
import type { Duplex } from "node:stream";
import { encodeFrame, type Opcode } from "../03-frames/frame.ts";
import { ConnectionError } from "./connection.ts";

// Whatever is taken at once shares one promise, so that sending allocates none.
export const taken = Promise.resolve();

export class Sender {
  readonly isClient: boolean;
  readonly #socket: Duplex;
  readonly #maxBufferedBytes: number;
  #drained: Promise<void> | undefined;

  constructor(socket: Duplex, isClient: boolean, maxBufferedBytes: number) {
    this.isClient = isClient;
    this.#socket = socket;
    this.#maxBufferedBytes = maxBufferedBytes;
  }

  /** Bytes that were sent and have not left the process. */
  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  send(opcode: Opcode, payload: Uint8Array): Promise<void> {
    if (!this.isClient) return this.write(encodeFrame({ opcode, payload }));
    const mask = crypto.getRandomValues(new Uint8Array(4));
    return this.write(encodeFrame({ opcode, payload }, mask));
  }

  // #region write
  write(frame: Uint8Array): Promise<void> {
    if (!this.#socket.writable) return Promise.reject(notOpen());
    if (this.bufferedBytes > this.#maxBufferedBytes) {
      return Promise.reject(this.#giveUp());
    }
    if (this.#socket.write(frame)) return taken;
    this.#drained ??= this.#waitForDrain();
    return this.#drained;
  }

  async #waitForDrain(): Promise<void> {
    const ended = new AbortController();
    const stop = () => ended.abort();
    this.#socket.once("close", stop);
    try {
      await once(this.#socket, "drain", { signal: ended.signal });
    } catch {
      throw notOpen();
    } finally {
      this.#socket.off("close", stop);
      this.#drained = undefined;
    }
  }
  // #endregion write

  #giveUp(): ConnectionError {
    const waiting = `${this.bufferedBytes} bytes wait for a peer to read them`;
    const error = new ConnectionError("PEER_TOO_SLOW", waiting);
    this.#socket.destroy(error);
    return error;
  }
}

/** The error of whoever sends too late. */
export function notOpen(): ConnectionError {
  const message = "expected an open connection, got one that is closed";
  return new ConnectionError("NOT_OPEN", message);
}
