// What the bits of a frame's header mean, for whoever writes and whoever reads
// them; frame.ts draws the whole. Numbers are in network order: the big end
// first.

/** What a frame is for; from 0x8 on it is a control frame. RFC 6455 §5.2 */
export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export type Opcode = (typeof opcodes)[keyof typeof opcodes];

export interface Frame {
  /** Is it the last fragment of its message? */
  fin: boolean;
  /** RSV1, RSV2 and RSV3 as one number: 4, 2 and 1. */
  reserved: number;
  opcode: Opcode;
  payload: Uint8Array;
}

export const finBit = 0x80;
export const maskBit = 0x80;
export const maskBytes = 4;
export const maxHeaderBytes = 2 + 8 + maskBytes;
export const maxControlBytes = 125; // §5.5

const known: ReadonlySet<number> = new Set(Object.values(opcodes));

/** Has it a meaning? The other opcodes are kept for later (RFC 6455 §5.2). */
export function isOpcode(opcode: number): opcode is Opcode {
  return known.has(opcode);
}

/** Is it close, ping or pong? RFC 6455 §5.5 */
export function isControl(opcode: number): boolean {
  return opcode >= opcodes.close;
}

// #region length
/** How many bytes a length takes beside its 7 bits: as few as can be (§5.2). */
export function extendedBytes(length: number): 0 | 2 | 8 {
  if (length < 126) return 0;
  return length < 2 ** 16 ? 2 : 8;
}

export function writeLength(view: DataView, length: number): void {
  const extended = extendedBytes(length);
  view.setUint8(1, extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
}
// #endregion length

// #region read
export function readFin(view: DataView): boolean {
  return (view.getUint8(0) & finBit) !== 0;
}

export function readReserved(view: DataView): number {
  return (view.getUint8(0) >> 4) & 0b111;
}

export function readOpcode(view: DataView): number {
  return view.getUint8(0) & 0b1111;
}

export function readMasked(view: DataView): boolean {
  return (view.getUint8(1) & maskBit) !== 0;
}

function readShortLength(view: DataView): number {
  return view.getUint8(1) & 0b111_1111;
}

/** How many more bytes the length takes, as the first 7 bits of it tell. */
export function readExtendedBytes(view: DataView): 0 | 2 | 8 {
  const short = readShortLength(view);
  if (short < 126) return 0;
  return short === 126 ? 2 : 8;
}

/** The length of the payload; below 0 if the top bit of 64 is set. */
export function readLength(view: DataView): number {
  const extended = readExtendedBytes(view);
  if (extended === 0) return readShortLength(view);
  if (extended === 2) return view.getUint16(2);
  // Beyond 2 ** 53 the number is rounded, and beyond every limit as well.
  return Number(view.getBigInt64(2));
}
// #endregion read
