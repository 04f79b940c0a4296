// The fields of one frame and its bytes, each made of the other.
//
// Always true:
//   - a frame is taken apart also where the decoder of lesson 3 would refuse it:
//     that one says what is wrong, this one what is there
//   - the bytes of the fields of a frame whose header is whole are its bytes
//   - header bytes that have not come yet count as 0, and are told as missing

import { applyMask } from "../../lessons/03-frames/mask.ts";
import {
  finBit,
  maskBit,
  maskBytes,
  maxHeaderBytes,
  readExtendedBytes,
  readFin,
  readMasked,
  readOpcode,
} from "../../lessons/03-frames/header.ts";
import { viewOf } from "../../lessons/03-frames/room.ts";

/** Bits that hold the length: 7, or 16 or 64 behind a 7-bit 126 or 127. */
export type LengthBits = 7 | 16 | 64;

export interface Fields {
  fin: boolean;
  rsv1: boolean;
  rsv2: boolean;
  rsv3: boolean;
  /** 0 to 15, whether it has a meaning or not. */
  opcode: number;
  masked: boolean;
  lengthBits: LengthBits;
  /** As announced; there may be fewer bytes of payload. */
  length: bigint;
  /** Four bytes; zeros if the frame has none. */
  mask: Uint8Array;
  /** Unmasked, as far as it is there. */
  payload: Uint8Array;
}

/** A frame in a stream of bytes, from `from` to before `to`. */
export interface Piece {
  fields: Fields;
  from: number;
  to: number;
  headerBytes: number;
  /** How many bytes it announces, or must have, that are not there. */
  missing: bigint;
}

const rsvBits = { rsv1: 0x40, rsv2: 0x20, rsv3: 0x10 };
const bitsOf = { 0: 7, 2: 16, 8: 64 } as const;

export function bytesOf(fields: Fields): Uint8Array {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, mask, payload } = fields;
  const rsv =
    (rsv1 ? rsvBits.rsv1 : 0) |
    (rsv2 ? rsvBits.rsv2 : 0) |
    (rsv3 ? rsvBits.rsv3 : 0);
  const [short = 0, ...extended] = lengthBytes(fields);
  const header = [
    (fin ? finBit : 0) | rsv | opcode,
    (masked ? maskBit : 0) | short,
    ...extended,
    ...(masked ? mask : []),
  ];
  const bytes = new Uint8Array(header.length + payload.length);
  bytes.set(header);
  bytes.set(masked ? xor(payload, mask) : payload, header.length);
  return bytes;
}

function lengthBytes({ lengthBits, length }: Fields): number[] {
  if (lengthBits === 7) return [Number(length)];
  const bytes = Array.from({ length: lengthBits / 8 }, (_, at) =>
    Number((length >> BigInt(lengthBits - 8 * (at + 1))) & 0xffn),
  );
  return [lengthBits === 16 ? 126 : 127, ...bytes];
}

/** The frame that begins at `from`, whatever it is. */
export function pieceAt(bytes: Uint8Array, from: number): Piece {
  const header = new Uint8Array(maxHeaderBytes);
  header.set(bytes.subarray(from, from + maxHeaderBytes));
  const view = viewOf(header);
  const extended = readExtendedBytes(view);
  const maskAt = 2 + extended;
  const headerBytes = maskAt + (readMasked(view) ? maskBytes : 0);
  const length = announced(view, extended);

  const whole = BigInt(from + headerBytes) + length;
  const there = BigInt(bytes.length);
  const to = whole < there ? Number(whole) : bytes.length;
  const mask = readMasked(view) ? header.slice(maskAt, headerBytes) : noMask;
  const fields: Fields = {
    ...flagsOf(view),
    lengthBits: bitsOf[extended],
    length,
    mask,
    payload: xor(bytes.subarray(from + headerBytes, to), mask),
  };
  const missing = whole > there ? whole - there : 0n;
  return { fields, from, to, headerBytes, missing };
}

const noMask = new Uint8Array(maskBytes);

function flagsOf(view: DataView) {
  const first = view.getUint8(0);
  return {
    fin: readFin(view),
    rsv1: (first & rsvBits.rsv1) !== 0,
    rsv2: (first & rsvBits.rsv2) !== 0,
    rsv3: (first & rsvBits.rsv3) !== 0,
    opcode: readOpcode(view),
    masked: readMasked(view),
  };
}

// Not readLength: that one rounds, and says "below 0" beyond 63 bits.
function announced(view: DataView, extended: 0 | 2 | 8): bigint {
  if (extended === 0) return BigInt(view.getUint8(1) & ~maskBit);
  return extended === 2 ? BigInt(view.getUint16(2)) : view.getBigUint64(2);
}

function xor(bytes: Uint8Array, mask: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  applyMask(viewOf(copy), 0, viewOf(mask).getInt32(0));
  return copy;
}

/** The frames of a stream, the last one perhaps cut; never none. */
export function piecesOf(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  do {
    const piece = pieceAt(bytes, from);
    pieces.push(piece);
    from = piece.to;
  } while (from < bytes.length);
  return pieces;
}

/** Frame number `index` of a stream, the last one if there are fewer. */
export function pick(
  pieces: readonly Piece[],
  index: number,
): { piece: Piece; index: number } {
  const at = Math.min(index, pieces.length - 1);
  return { piece: pieces[at] ?? pieceAt(new Uint8Array(0), 0), index: at };
}
