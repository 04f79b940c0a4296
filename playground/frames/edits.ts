// What changes with what: somebody edits one thing of a frame, and the rest
// follows, so that a right frame stays right and a wrong one stays as wrong.

import { extendedBytes } from "../../lessons/03-frames/header.ts";
import { bytesOf, type Fields, type LengthBits, type Piece } from "./fields.ts";
import type { Typed } from "./hex.ts";

const mostLength = 2n ** 64n - 1n;

// The one in the examples of RFC 6455 §5.7.
const exampleMask = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** As few bits as can be (RFC 6455 §5.2). */
export function fewestBits(length: bigint): LengthBits {
  const extended = extendedBytes(Number(length));
  return extended === 0 ? 7 : extended === 2 ? 16 : 64;
}

/** The payload and, with it, the length that announces it. */
export function withPayload(fields: Fields, payload: Uint8Array): Fields {
  return { ...withLength(fields, BigInt(payload.length)), payload };
}

/** The announced length alone: a lie, if the payload has another. */
export function withLength(fields: Fields, length: bigint): Fields {
  const fewest = fewestBits(length);
  // A length that was written the long way goes on to be, as far as it can.
  const wasLong = fields.lengthBits > fewestBits(fields.length);
  const lengthBits =
    wasLong && fields.lengthBits > fewest ? fields.lengthBits : fewest;
  return { ...fields, length, lengthBits };
}

export function withMask(fields: Fields, masked: boolean): Fields {
  const hasOne = fields.mask.some((byte) => byte !== 0);
  return { ...fields, masked, mask: hasOne ? fields.mask : exampleMask };
}

/** A length that 64 bits can hold. */
export function parseLength(text: string): Typed<bigint> {
  const digits = text.trim().replaceAll(",", "");
  if (!/^\d{1,20}$/.test(digits) || BigInt(digits) > mostLength) {
    const shown = JSON.stringify(text.trim());
    return { fault: `expected a number up to ${mostLength}, got ${shown}` };
  }
  return { value: BigInt(digits) };
}

/** The stream with other fields in the place of `piece`. */
export function replacePiece(
  bytes: Uint8Array,
  { from, to }: Piece,
  fields: Fields,
): Uint8Array {
  const frame = bytesOf(fields);
  const rest = bytes.subarray(to);
  const changed = new Uint8Array(from + frame.length + rest.length);
  changed.set(bytes.subarray(0, from));
  changed.set(frame, from);
  changed.set(rest, from + frame.length);
  return changed;
}

/** The stream with one bit turned over; bit 0 is the first on the wire. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  const at = bit >> 3;
  changed[at] = (changed[at] ?? 0) ^ (0x80 >> (bit & 7));
  return changed;
}
