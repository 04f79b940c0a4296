// A frame as RFC 6455 §5.2 draws it: bytes, their bits, and which field each of
// them belongs to. Bits are numbered as on the wire: 0 comes first.

import { byteToHex } from "./hex.ts";
import type { Piece } from "./fields.ts";

export type FieldName =
  | "fin"
  | "rsv1"
  | "rsv2"
  | "rsv3"
  | "opcode"
  | "masked"
  | "length"
  | "mask"
  | "payload";

/** Bits side by side that belong to one field. */
interface Part {
  field: FieldName;
  label: string;
  from: number;
  bits: number;
}

export interface Bit {
  /** Counted from the beginning of the frame. */
  at: number;
  field: FieldName;
  /** 0 or 1. */
  value: number;
  /** For whoever cannot see where it stands. */
  name: string;
}

export interface HeaderByte {
  at: number;
  hex: string;
  bits: Bit[];
  /** What is written below the bits; together they are as wide as a byte. */
  labels: { field: FieldName; label: string; bits: number }[];
}

export interface PayloadByte {
  at: number;
  /** As it is on the wire. */
  hex: string;
  /** What it means, once unmasked. */
  character: string;
}

export interface Picture {
  header: HeaderByte[];
  /** Header bytes that have not come. */
  missingHeaderBytes: number;
  payload: PayloadByte[];
  /** Bytes of payload that are there and not drawn. */
  hiddenBytes: number;
}

const drawnBytes = 64;

/** Where each field of a header stands. */
function partsOf({ fields, headerBytes }: Piece): Part[] {
  const extended = fields.lengthBits === 7 ? 0 : fields.lengthBits;
  const parts: Part[] = [
    { field: "fin", label: "FIN", from: 0, bits: 1 },
    { field: "rsv1", label: "RSV1", from: 1, bits: 1 },
    { field: "rsv2", label: "RSV2", from: 2, bits: 1 },
    { field: "rsv3", label: "RSV3", from: 3, bits: 1 },
    { field: "opcode", label: "opcode", from: 4, bits: 4 },
    { field: "masked", label: "MASK", from: 8, bits: 1 },
    { field: "length", label: "length", from: 9, bits: 7 },
    { field: "length", label: "extended length", from: 16, bits: extended },
    {
      field: "mask",
      label: "masking key",
      from: 16 + extended,
      bits: 8 * headerBytes - 16 - extended,
    },
  ];
  return parts.filter(({ bits }) => bits > 0);
}

export function draw(bytes: Uint8Array, piece: Piece): Picture {
  const parts = partsOf(piece);
  const frame = bytes.subarray(piece.from, piece.to);
  const header = frame.subarray(0, piece.headerBytes);
  const { payload } = piece.fields;
  const wire = frame.subarray(piece.headerBytes).subarray(0, drawnBytes);
  return {
    header: Array.from(header, (byte, at) => drawByte(byte, at, parts)),
    missingHeaderBytes: piece.headerBytes - header.length,
    payload: Array.from(wire, (byte, at) => ({
      at: piece.headerBytes + at,
      hex: byteToHex(byte),
      character: characterOf(payload[at] ?? 0),
    })),
    hiddenBytes: payload.length - wire.length,
  };
}

function drawByte(byte: number, at: number, parts: Part[]): HeaderByte {
  const inside = parts.filter(
    ({ from, bits }) => from < 8 * at + 8 && from + bits > 8 * at,
  );
  const bits = inside.flatMap((part) => bitsOf(byte, at, part));
  const labels = inside.map(({ field, label, bits }) => ({
    field,
    label: bits > 8 ? "" : label,
    bits: Math.min(bits, 8),
  }));
  const [first] = inside;
  const [label] = labels;
  // A field of several bytes says so at each of them.
  if (first && label && first.bits > 8) {
    const number = at - first.from / 8 + 1;
    label.label = `${first.label} ${number}/${first.bits / 8}`;
  }
  return { at, hex: byteToHex(byte), bits, labels };
}

function bitsOf(byte: number, at: number, part: Part): Bit[] {
  const from = Math.max(part.from, 8 * at);
  const to = Math.min(part.from + part.bits, 8 * at + 8);
  return Array.from({ length: to - from }, (_, index) => {
    const bit = from + index;
    const value = (byte >> (7 - (bit & 7))) & 1;
    const name = `${value}: ${part.label}, byte ${at}, bit ${bit & 7}`;
    return { at: bit, field: part.field, value, name };
  });
}

// ASCII that can be seen; a letter of more bytes than one has no place here.
function characterOf(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
}

/** Where a field stands, in words: `byte 0, bits 4–7`; empty if nowhere. */
export function placeOf(piece: Piece, field: FieldName): string {
  if (field === "payload") return payloadPlace(piece);
  const parts = partsOf(piece).filter((part) => part.field === field);
  return parts.map(({ from, bits }) => place(from, bits)).join(", ");
}

function place(from: number, bits: number): string {
  const byte = from >> 3;
  if (bits >= 8) return `bytes ${byte}–${byte + bits / 8 - 1}`;
  const bit = from & 7;
  const last = bit + bits - 1;
  return `byte ${byte}, ${bits === 1 ? `bit ${bit}` : `bits ${bit}–${last}`}`;
}

function payloadPlace({ fields, headerBytes }: Piece): string {
  const { length } = fields.payload;
  if (length === 0) return "";
  const last = headerBytes + length - 1;
  return length === 1 ? `byte ${headerBytes}` : `bytes ${headerBytes}–${last}`;
}
