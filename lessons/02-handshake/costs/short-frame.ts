// The shortest kind of frame: "a whole text", its length, the text. Lesson 3
// takes it apart; here we only want to know what it weighs.
//
//   server  81 05 h e l l o
//   client  81 85 m m m m · · · · ·     four bytes of mask, then the text with it

import { randomBytes } from "node:crypto";

const maxShortBytes = 125;
const masked = 0x80;

/** A frame of the server. Throws if the text has more than 125 bytes. */
export function shortFrame(message: string): Buffer {
  const payload = Buffer.from(message);
  return Buffer.concat([head(payload, 0), payload]);
}

/** A frame of a client, whose payload must not be readable as it is. */
export function maskedShortFrame(message: string): Buffer {
  const payload = Buffer.from(message);
  const mask = randomBytes(4);
  return Buffer.concat([head(payload, masked), mask, flip(payload, mask)]);
}

function head({ length }: Buffer, bit: number): Buffer {
  if (length > maxShortBytes)
    throw new RangeError(
      `expected at most ${maxShortBytes} bytes, got ${length}`,
    );
  return Buffer.of(0x81, bit | length);
}

/** Reads either kind, however the bytes were cut. */
export class ShortFrames {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that `bytes` complete. */
  read(bytes: Buffer): string[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const messages: string[] = [];
    for (;;) {
      const length = this.#rest[1] ?? Infinity;
      const start = length & masked ? 6 : 2;
      const end = start + (length & ~masked);
      if (length === Infinity || this.#rest.length < end) return messages;
      const payload = this.#rest.subarray(start, end);
      messages.push(flip(payload, this.#rest.subarray(2, start)).toString());
      this.#rest = this.#rest.subarray(end);
    }
  }
}

// An empty mask changes nothing.
function flip(payload: Buffer, mask: Buffer): Buffer {
  return payload.map(
    (byte, at) => byte ^ (mask[at % mask.length] ?? 0),
  ) as Buffer;
}
