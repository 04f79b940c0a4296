// What one direction remembers of its messages: their plain text, as far back as
// its window reaches. Both ends of the direction remember the same.

import type { ZlibOptions } from "node:zlib";
import type { Direction } from "./agreement.ts";

export class Context {
  readonly #direction: Direction;
  #text = new Uint8Array(0);

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** Does a message refer to those before it? */
  get isKept(): boolean {
    return this.#direction.takeover;
  }

  // #region context
  /** What zlib needs to know before it packs or unpacks the next message. */
  options(): ZlibOptions {
    const { windowBits } = this.#direction;
    // zlib makes 9 of 8 when it packs, and then refers back 250 bytes at most.
    return this.#text.length > 0
      ? { windowBits, dictionary: this.#text }
      : { windowBits };
  }

  /** Takes the plain text of a message that was packed, or unpacked. */
  remember(message: Uint8Array): void {
    if (!this.isKept) return;
    const room = 2 ** this.#direction.windowBits;
    const newer = message.subarray(Math.max(0, message.length - room));
    const older = this.#text.subarray(
      Math.max(0, this.#text.length - (room - newer.length)),
    );
    const text = new Uint8Array(older.length + newer.length);
    text.set(older);
    text.set(newer, older.length);
    this.#text = text;
  }
  // #endregion context
}
