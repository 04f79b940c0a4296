// The limits of the wire, all of them, in one place. What a program allows
// beyond them (who may connect, how often, from where) is policy, not wire.

import type { ServerOptions } from "node:http";

export interface Limits {
  /** Bytes in one message that comes in; a longer one is answered 1009. */
  maxMessageBytes: number;
  /** Fragments in one message that comes in; one more is answered 1008. */
  maxFragments: number;
  /**
   * Bytes that may wait for a peer to read before it is given up. Each write
   * that waits counts `bytesPerWrite` more, for those have a cost as well.
   */
  maxBufferedBytes: number;
  /** Milliseconds from our close frame to the end of the socket, at most. */
  closeTimeoutMs: number;
  /** Milliseconds that the other side may take over its half of a handshake. */
  handshakeTimeoutMs: number;
  /** Bytes of a request before its body; a longer one is answered 431. */
  maxHeaderBytes: number;
}

// A fragment costs us some 60 bytes beside its own. Cut into pieces of 64, a
// message costs twice its size, and nobody has a reason to cut it smaller.
const fewestBytesPerFragment = 64;

/** The limits that suit messages of up to `maxMessageBytes`, changed where told. */
export function limitsFor(
  maxMessageBytes: number,
  changes: Partial<Limits> = {},
): Limits {
  const fragments = Math.ceil(maxMessageBytes / fewestBytesPerFragment);
  return {
    maxMessageBytes,
    maxFragments: Math.max(128, fragments + 1), // the last one may be empty
    // Behind a long message on its way there must be room for a ping.
    maxBufferedBytes: Math.max(1024 * 1024, 2 * maxMessageBytes),
    closeTimeoutMs: 2_000,
    handshakeTimeoutMs: 10_000,
    maxHeaderBytes: 16 * 1024, // Node's own
    ...changes,
  };
}

// #region defaults
// A message of 64 KiB is a long chapter. With these limits a silent peer can
// hold one such message on its way in, and 1 MiB and one message on the way out.
// (So much is counted. Node cuts short buffers from slabs of 8 KiB, and a text
// keeps its whole slab: texts of some hundred letters may hold three times that.)
export const defaultLimits: Limits = limitsFor(64 * 1024);
// #endregion defaults

// #region serverOptions
/** The limits that hold until the 101, in the words of `createServer`. */
export function serverOptions({
  handshakeTimeoutMs,
  maxHeaderBytes,
}: Limits = defaultLimits): ServerOptions {
  return {
    headersTimeout: handshakeTimeoutMs, // then 408
    requestTimeout: 2 * handshakeTimeoutMs, // of a plain request, with its body
    connectionsCheckingInterval: handshakeTimeoutMs / 5, // so late at most
    maxHeaderSize: maxHeaderBytes,
  };
}
// #endregion serverOptions
