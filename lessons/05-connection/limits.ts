// The limits of a connection, all of them, in one place.

export interface Limits {
  /** Bytes in one message that comes in; one more is answered 1009. */
  maxMessageBytes: number;
  /** Fragments in one message that comes in; one more is answered 1008. */
  maxFragments: number;
  /** Bytes that may wait for a peer to read before it is given up. */
  maxBufferedBytes: number;
  /** Milliseconds that a peer may take over its half of the close handshake. */
  closeTimeoutMs: number;
  /** Milliseconds that a server may take to answer a client's handshake. */
  handshakeTimeoutMs: number;
}

// A fragment costs some 60 bytes of our own, so a message in pieces of 64 bytes
// at least costs no more than twice its size.
const fewestBytesPerFragment = 64;

/** The limits for messages of at most `maxMessageBytes`, changed where told. */
export function limitsFor(
  maxMessageBytes: number,
  changes: Partial<Limits> = {},
): Limits {
  return {
    maxMessageBytes,
    maxFragments: Math.max(128, maxMessageBytes / fewestBytesPerFragment + 1),
    maxBufferedBytes: 1024 * 1024,
    closeTimeoutMs: 2_000,
    handshakeTimeoutMs: 10_000,
    ...changes,
  };
}

// #region defaults
// A message of 64 KiB is a long chapter. With it, the worst that one silent
// client can hold is one message coming in and 1 MiB and a message going out.
export const defaultLimits: Limits = limitsFor(64 * 1024);
// #endregion defaults
