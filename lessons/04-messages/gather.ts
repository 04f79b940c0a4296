// What an open message holds: text as far as it is certain, or bytes.
//
// Both copy what they are given, so that a fragment of one byte does not keep
// the whole chunk of a socket that it was cut from. What is kept costs its
// bytes, at most doubled, and in text some 60 bytes more for each fragment:
// `maxFragments` is there to bound them.

import { isAscii } from "node:buffer";
import { ProtocolError } from "../03-frames/frame.ts";

// `fatal` refuses bad bytes where the default turns them into U+FFFD.
// `ignoreBOM` leaves a byte order mark alone: it belongs to the message.
const strict = { fatal: true, ignoreBOM: true };

// From here on it pays to look first: bytes that are all ASCII, as most long text
// is, become a string five times as fast.
const longBytes = 4 * 1024;

// A decoder that is never told to `stream` keeps nothing: one serves everybody.
const wholeDecoder = new TextDecoder("utf-8", strict);

/**
 * The text of a message that came in one piece. Throws a `ProtocolError`, 1007,
 * if the bytes are not UTF-8 (RFC 6455 §8.1).
 *
 * ```ts
 * decodeText(Uint8Array.of(0xc3, 0xa9)) // => "é"
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length < longBytes || !isAscii(bytes)) {
    return decode(wholeDecoder, bytes);
  }
  const { buffer, byteOffset, length } = bytes;
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}

// #region text
/** Text that comes in pieces, cut between any two bytes (RFC 6455 §8.1). */
export class GatheredText {
  readonly #decoder = new TextDecoder("utf-8", strict);
  #text = "";

  /** Throws error 1007 at the first byte that shows it is not UTF-8. */
  add(bytes: Uint8Array): void {
    this.#text += decode(this.#decoder, bytes, { stream: true });
  }

  /** The whole text. Throws error 1007 if it ends inside a code point. */
  finish(): string {
    return this.#text + decode(this.#decoder);
  }
}
// #endregion text

// #region bytes
/** Bytes that come in pieces. */
export class GatheredBytes {
  #room = new Uint8Array(0);
  #length = 0;

  add(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#room.length) this.#grow(length);
    this.#room.set(bytes, this.#length);
    this.#length = length;
  }

  /** The whole, in a buffer of exactly its size. */
  finish(): Uint8Array {
    return this.#room.slice(0, this.#length);
  }

  // Twice the room each time: n bytes move fewer than 2n times, however small
  // the pieces. A new buffer for every piece would move n²/2.
  #grow(length: number): void {
    const room = new Uint8Array(Math.max(length, 2 * this.#room.length));
    room.set(this.#room.subarray(0, this.#length));
    this.#room = room;
  }
}
// #endregion bytes

function decode(
  decoder: typeof wholeDecoder,
  bytes?: Uint8Array,
  options?: { stream: boolean },
): string {
  try {
    return decoder.decode(bytes, options);
  } catch {
    throw new ProtocolError(
      "INVALID_UTF8", // §8.1
      "expected text in UTF-8, got bytes that are none",
      1007,
    );
  }
}
