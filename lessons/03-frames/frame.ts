// A frame: one labelled parcel in a stream of bytes. RFC 6455 §5.2 draws it
// like this, 32 bits to a row:
//
//    byte 0          byte 1          byte 2          byte 3
//   +-+-+-+-+-------+-+-------------+-------------------------------+
//   |F|R|R|R| opcode|M|   length    |  extended length in network   |
//   |I|S|S|S|  (4)  |A|    (7)      |  order: 2 bytes if length is  |
//   |N|V|V|V|       |S|             |  126, 8 if it is 127, else 0  |
//   | |1|2|3|       |K|             |                               |
//   +-+-+-+-+-------+-+-------------+-------------------------------+
//   |  mask: 4 bytes if MASK is 1   |  payload …                    |
//   +-------------------------------+-------------------------------+
//
// Always true of a decoder, between its calls:
//   - it holds the bytes nobody has read yet and at most one unfinished frame
//   - every byte is looked at once, wherever the stream was cut; a payload is
//     copied once or not at all, and the caller's chunk never changes
//   - after an error there is only that error, because nobody can say where the
//     next frame would begin

import { type FrameMistake, type ProtocolError, frameError } from "./errors.ts";
import { applyMask } from "./mask.ts";
import { UnreadBytes } from "./unread.ts";

export { ProtocolError } from "./errors.ts";

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

const finBit = 0x80;
const maskBit = 0x80;
const maskBytes = 4;
const maxHeaderBytes = 2 + 8 + maskBytes;
const maxControlBytes = 125; // §5.5
const knownOpcodes: ReadonlySet<number> = new Set(Object.values(opcodes));

/** Is it close, ping or pong? RFC 6455 §5.5 */
export function isControl(opcode: number): boolean {
  return opcode >= opcodes.close;
}

/**
 * One frame for the wire, in one new array that many connections may share.
 * `payload` is copied and stays as it is. `fin` is true and `reserved` 0 unless
 * given. A client passes a `mask` of 4 bytes that nobody can predict, a server
 * none (RFC 6455 §5.3). Throws a `RangeError` for what no frame can be.
 *
 * ```ts
 * [...encodeFrame({ opcode: opcodes.text, payload: Uint8Array.of(72, 105) })] // => [129, 2, 72, 105]
 * ```
 */
// #region encodeFrame
export function encodeFrame(
  frame: Pick<Frame, "opcode" | "payload"> & Partial<Frame>,
  mask?: Uint8Array,
): Uint8Array {
  const { fin = true, reserved = 0, opcode, payload } = frame;
  checkFrame({ fin, reserved, opcode, payload }, mask);

  const maskAt = 2 + extendedBytes(payload.length);
  const payloadAt = maskAt + (mask ? maskBytes : 0);
  const bytes = new Uint8Array(payloadAt + payload.length);
  const view = new DataView(bytes.buffer);

  view.setUint8(0, (fin ? finBit : 0) | (reserved << 4) | opcode);
  writeLength(view, payload.length);
  bytes.set(payload, payloadAt);
  if (mask) {
    view.setUint8(1, view.getUint8(1) | maskBit);
    bytes.set(mask, maskAt);
    applyMask(view, payloadAt, view.getInt32(maskAt));
  }
  return bytes;
}
// #endregion encodeFrame

// #region length
// The shortest form is the only one allowed, so the length decides alone (§5.2).
function extendedBytes(length: number): 0 | 2 | 8 {
  if (length < 126) return 0;
  return length < 2 ** 16 ? 2 : 8;
}

function writeLength(view: DataView, length: number): void {
  const extended = extendedBytes(length);
  view.setUint8(1, extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) view.setUint16(2, length);
  if (extended === 8) view.setBigUint64(2, BigInt(length));
}
// #endregion length

function checkFrame(frame: Frame, mask: Uint8Array | undefined): void {
  const { fin, reserved, opcode, payload } = frame;
  expect(knownOpcodes.has(opcode), "a known opcode", opcode);
  expect((reserved & 0b111) === reserved, "3 reserved bits", reserved);
  if (mask) expect(mask.length === maskBytes, "a mask of 4 bytes", mask.length);
  if (!isControl(opcode)) return;
  expect(fin, "a whole control frame", "a fragment");
  const { length } = payload;
  expect(length <= maxControlBytes, "a control frame up to 125 bytes", length);
}

function expect(holds: boolean, what: string, got: number | string): void {
  if (!holds) throw new RangeError(`expected ${what}, got ${got}`);
}

export interface FrameDecoderOptions {
  /** Must every frame be masked? True on a server, false on a client (§5.1). */
  masked: boolean;
  /**
   * The longest payload of a data frame, in bytes. That much is set aside when
   * a header announces it, so it is also what a header can cost.
   */
  maxPayloadBytes: number;
  /** The reserved bits that an extension uses, as in `Frame`; 0 unless given. */
  allowedReserved?: number;
}

/**
 * Finds the frames in a stream that may be cut at any byte: `push` what came,
 * then call `next` until it has no more.
 *
 * ```ts
 * new FrameDecoder({ masked: false, maxPayloadBytes: 1024 }).next() // => undefined
 * ```
 */
export class FrameDecoder {
  readonly #masked: boolean;
  readonly #maxPayloadBytes: number;
  readonly #allowedReserved: number;
  readonly #unread = new UnreadBytes();
  readonly #header = new Uint8Array(maxHeaderBytes);
  readonly #view = new DataView(this.#header.buffer);
  #headerBytes = 0; // how many of #header have come
  #payload: Uint8Array | undefined; // set when the header is whole and right
  #payloadBytes = 0; // how many of #payload have come
  #error: ProtocolError | undefined;

  /** Throws a `RangeError` unless `maxPayloadBytes` is a whole number, 0 or more. */
  constructor(options: FrameDecoderOptions) {
    const { masked, maxPayloadBytes: limit, allowedReserved = 0 } = options;
    expect(
      Number.isSafeInteger(limit) && limit >= 0,
      "a number of bytes",
      limit,
    );
    this.#masked = masked;
    this.#maxPayloadBytes = limit;
    this.#allowedReserved = allowedReserved;
  }

  /** Takes any number of bytes. Whoever pushes a chunk must not change it later. */
  push(chunk: Uint8Array): void {
    if (!this.#error) this.#unread.push(chunk);
  }

  /**
   * The next frame, unmasked, or `undefined` until more bytes come; its payload
   * may be a view of a pushed chunk. Throws a `ProtocolError` as soon as the
   * header shows a mistake, and the same error ever after.
   */
  next(): Frame | undefined {
    if (this.#error) throw this.#error;
    this.#payload ??= this.#readHeader();
    return this.#payload && this.#readPayload(this.#payload);
  }

  // #region readHeader
  #readHeader(): Uint8Array | undefined {
    if (!this.#fillHeader(1)) return undefined;
    this.#checkFirstByte(this.#view.getUint8(0));

    if (!this.#fillHeader(2)) return undefined;
    this.#checkSecondByte(this.#view.getUint8(1));

    const extended = this.#extendedBytes();
    if (!this.#fillHeader(2 + extended)) return undefined;
    const length = this.#readLength(extended);
    this.#checkLength(length, extended);

    const mask = this.#masked ? maskBytes : 0;
    if (!this.#fillHeader(2 + extended + mask)) return undefined;
    return this.#startPayload(length);
  }
  // #endregion readHeader

  #fillHeader(end: number): boolean {
    const filled = this.#unread.copyTo(this.#header, this.#headerBytes, end);
    this.#headerBytes = filled;
    return filled >= end;
  }

  // #region readLength
  #extendedBytes(): 0 | 2 | 8 {
    const length = this.#view.getUint8(1) & ~maskBit;
    if (length < 126) return 0;
    return length === 126 ? 2 : 8;
  }

  #readLength(extended: 0 | 2 | 8): number {
    if (extended === 0) return this.#view.getUint8(1) & ~maskBit;
    if (extended === 2) return this.#view.getUint16(2);
    // Signed, so that a top bit shows as a length below 0. Beyond 2 ** 53 the
    // number is rounded, but no limit reaches that far.
    return Number(this.#view.getBigInt64(2));
  }
  // #endregion readLength

  // #region checks
  #checkFirstByte(byte: number): void {
    const reserved = (byte >> 4) & 0b111;
    const opcode = byte & 0b1111;
    const isFragment = (byte & finBit) === 0;
    if (reserved & ~this.#allowedReserved) {
      throw this.#fail("FRAME_RESERVED_BITS", `${reserved}`);
    }
    if (!knownOpcodes.has(opcode)) {
      throw this.#fail("FRAME_OPCODE_UNKNOWN", `${opcode}`);
    }
    if (isControl(opcode) && isFragment) {
      throw this.#fail("FRAME_CONTROL_FRAGMENTED", "a fragment");
    }
  }

  #checkSecondByte(byte: number): void {
    const isMasked = (byte & maskBit) !== 0;
    if (this.#masked && !isMasked) {
      throw this.#fail("FRAME_NOT_MASKED", "an unmasked one");
    }
    if (!this.#masked && isMasked) {
      throw this.#fail("FRAME_MASKED", "a masked one");
    }
    if (this.#isControl() && (byte & ~maskBit) > maxControlBytes) {
      throw this.#fail("FRAME_CONTROL_TOO_LONG", "a longer one");
    }
  }

  #checkLength(length: number, extended: 0 | 2 | 8): void {
    if (length < 0) {
      throw this.#fail("FRAME_LENGTH_TOP_BIT", "the top bit set");
    }
    if (extended !== extendedBytes(length)) {
      throw this.#fail(
        "FRAME_LENGTH_NOT_MINIMAL",
        `${length} in ${extended} bytes`,
      );
    }
    if (!this.#isControl() && length > this.#maxPayloadBytes) {
      throw this.#fail(
        "FRAME_TOO_LARGE",
        `${length} bytes, limit is ${this.#maxPayloadBytes}`,
      );
    }
  }
  // #endregion checks

  #isControl(): boolean {
    return isControl(this.#view.getUint8(0) & 0b1111);
  }

  #fail(mistake: FrameMistake, got: string): ProtocolError {
    this.#error = frameError(mistake, got);
    this.#unread.clear();
    return this.#error;
  }

  // #region readPayload
  #startPayload(length: number): Uint8Array {
    const whole = this.#masked ? undefined : this.#unread.view(length);
    this.#payloadBytes = whole ? length : 0;
    return whole ?? new Uint8Array(length);
  }

  #readPayload(payload: Uint8Array): Frame | undefined {
    const { length } = payload;
    this.#payloadBytes = this.#unread.copyTo(
      payload,
      this.#payloadBytes,
      length,
    );
    if (this.#payloadBytes < length) return undefined;
    if (this.#masked) {
      const mask = this.#view.getInt32(this.#headerBytes - maskBytes);
      applyMask(new DataView(payload.buffer), 0, mask);
    }
    return this.#finish(payload);
  }

  #finish(payload: Uint8Array): Frame {
    const byte = this.#view.getUint8(0);
    this.#headerBytes = 0;
    this.#payload = undefined;
    return {
      fin: (byte & finBit) !== 0,
      reserved: (byte >> 4) & 0b111,
      opcode: (byte & 0b1111) as Opcode,
      payload,
    };
  }
  // #endregion readPayload
}
