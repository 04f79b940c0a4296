// What a program needs from a WebSocket, whoever made it: our server, our
// client, and later the `ws` package.

import type { Message } from "../04-messages/assembler.ts";

export type { Message };

// #region connection
export interface Connection {
  /** A promise that it returns keeps the next message waiting: backpressure. */
  onmessage: (message: Message) => void | Promise<void>;
  /** Called once, when the socket has ended; 1006 if nobody said goodbye. */
  onclose: (code: number, reason: string) => void;
  onpong: (payload: Uint8Array) => void;

  /** What both agreed to say to each other in messages; "" if nothing. */
  readonly protocol: string;
  /** Resolves once the socket took it, uncopied; rejects if it is too late. */
  send(message: Message): Promise<void>;
  /** The same for whole frames, encoded before and shared by many. */
  sendFrame(frame: Uint8Array): Promise<void>;
  ping(payload?: Uint8Array): Promise<void>;
  /** Bytes that were sent and wait for the system to take them. */
  readonly bufferedBytes: number;

  /** Stops reading, so that the peer has to wait, until `resume`. */
  pause(): void;
  resume(): void;
  /** The close handshake; resolves when the socket has ended. */
  close(code?: number, reason?: string): Promise<void>;
  /** Ends the socket at once, without a word. */
  destroy(): void;
}
// #endregion connection

/**
 * Why something could not be sent. `code` is stable: `NOT_OPEN` after the first
 * close frame or the end of the socket, `PEER_TOO_SLOW` if more than
 * `maxBufferedBytes` wait for a peer that does not read (or many small writes).
 */
export class ConnectionError extends Error {
  readonly code: "NOT_OPEN" | "PEER_TOO_SLOW";

  constructor(code: ConnectionError["code"], message: string) {
    super(message);
    this.name = "ConnectionError";
    this.code = code;
  }
}
