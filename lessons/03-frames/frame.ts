// A frame: one labelled parcel in a stream of bytes. RFC 6455 §5.2 draws it
// like this, 32 bits to a row:
//
//    byte 0          byte 1          byte 2          byte 3
//   +-+-+-+-+-------+-+-------------+-------------------------------+
//   |F|R|R|R| opcode|M|   length    |  extended length, in network  |
//   |I|S|S|S|  (4)  |A|    (7)      |  order: 2 bytes if length is  |
//   |N|V|V|V|       |S|             |  126, 8 if it is 127, else 0  |
//   | |1|2|3|       |K|             |                               |
//   +-+-+-+-+-------+-+-------------+-------------------------------+
//   |  mask: 4 bytes if MASK is 1   |  payload …                    |
//   +-------------------------------+-------------------------------+
//
// Always true:
//   - an encoded frame is one array, complete, which all who send it may share;
//     the payload it was made of is not changed
//   - a decoder holds the bytes nobody has read yet and at most one unfinished
//     frame; the chunks it was given are not changed, unless it owns them
//   - every byte is looked at once, wherever the stream was cut; a payload is
//     copied once or not at all
//   - after an error there is only that error, because nobody can say where the
//     next frame would begin

import {
  extendedBytes,
  finBit,
  type Frame,
  isControl,
  isOpcode,
  maskBit,
  maskBytes,
  maxControlBytes,
  maxHeaderBytes,
  type Opcode,
  readExtendedBytes,
  readFin,
  readLength,
  readOpcode,
  readReserved,
  writeLength,
} from "./header.ts";
import { applyMask } from "./mask.ts";
import { roomFor, viewOf } from "./room.ts";
import { checkFirstByte, checkLength, checkSecondByte } from "./rules.ts";
import { UnreadBytes } from "./unread.ts";

export { type Frame, isControl, type Opcode, opcodes } from "./header.ts";
export { ProtocolError } from "./rules.ts";

/**
 * One frame, ready for the wire, in a new array that many connections may
 * share. `fin` is true and `reserved` 0 unless given. A client passes a `mask`
 * of 4 bytes that nobody can predict, a server none (RFC 6455 §5.3). Throws a
 * `RangeError` for what no frame can be: that is the program's mistake.
 *
 * ```ts
 * const payload = Uint8Array.of(72, 105);
 * [...encodeFrame({ opcode: opcodes.text, payload })] // => [129, 2, 72, 105]
 * ```
 */
// #region encodeFrame
export function encodeFrame(
  frame: Pick<Frame, "opcode" | "payload"> & Partial<Frame>,
  mask?: Uint8Array,
): Uint8Array {
  const { fin = true, reserved = 0, opcode, payload } = frame;
  const whole = { fin, reserved, opcode, payload };
  checkFrame(whole, mask);

  const maskAt = 2 + extendedBytes(payload.length);
  const payloadAt = maskAt + (mask ? maskBytes : 0);
  const bytes = roomFor(payloadAt + payload.length);
  const view = viewOf(bytes);

  writeHeader(view, whole);
  bytes.set(payload, payloadAt);
  if (mask) {
    view.setUint8(1, view.getUint8(1) | maskBit);
    bytes.set(mask, maskAt);
    applyMask(view, payloadAt, view.getInt32(maskAt));
  }
  return bytes;
}
// #endregion encodeFrame

// #region writeHeader
function writeHeader(view: DataView, frame: Frame): void {
  const { fin, reserved, opcode, payload } = frame;
  view.setUint8(0, (fin ? finBit : 0) | (reserved << 4) | opcode);
  writeLength(view, payload.length);
}
// #endregion writeHeader

/**
 * What stands before the payload of a frame without a mask: whoever writes a
 * long payload behind it need not copy it. Throws as `encodeFrame` does.
 *
 * ```ts
 * const payload = new Uint8Array(300);
 * const frame = { fin: true, reserved: 0, opcode: opcodes.binary, payload };
 * [...encodeHeader(frame)] // => [130, 126, 1, 44]
 * ```
 */
export function encodeHeader(frame: Frame): Uint8Array {
  checkFrame(frame, undefined);
  const bytes = roomFor(2 + extendedBytes(frame.payload.length));
  writeHeader(viewOf(bytes), frame);
  return bytes;
}

function checkFrame(frame: Frame, mask: Uint8Array | undefined): void {
  const { fin, reserved, opcode, payload } = frame;
  expect(isOpcode(opcode), "a known opcode", opcode);
  expect((reserved & 0b111) === reserved, "3 reserved bits", reserved);
  if (mask) expect(mask.length === maskBytes, "a mask of 4 bytes", mask.length);
  if (!isControl(opcode)) return;
  expect(fin, "a control frame in one piece", "a fragment");
  const { length } = payload;
  expect(length <= maxControlBytes, "at most 125 bytes of control", length);
}

function expect(holds: boolean, what: string, got: number | string): void {
  if (!holds) throw new RangeError(`expected ${what}, got ${got}`);
}

export interface FrameDecoderOptions {
  /** Must every frame be masked? True on a server, false on a client (§5.1). */
  masked: boolean;
  /**
   * The longest payload of a data frame, in bytes. That much is set aside as
   * soon as a header announces it.
   */
  maxPayloadBytes: number;
  /** The reserved bits an extension uses, as in `Frame`; 0 unless given. */
  allowedReserved?: number;
  /**
   * Are the chunks for nobody else? Then a masked payload is unmasked where it
   * lies, if all of it lies there. False unless given.
   */
  ownsChunks?: boolean;
}

/**
 * Finds the frames in a stream that may be cut at any byte: `push` what came,
 * then call `next` until it has no more.
 *
 * ```ts
 * const decoder = new FrameDecoder({ masked: false, maxPayloadBytes: 1024 });
 * decoder.push(Uint8Array.of(129, 2, 72));
 * decoder.next() // => undefined
 * ```
 */
export class FrameDecoder {
  readonly #options: Required<FrameDecoderOptions>;
  readonly #unread = new UnreadBytes();
  readonly #header = new DataView(new ArrayBuffer(maxHeaderBytes));
  #headerBytes = 0; // how many of them have come
  #payload: Uint8Array | undefined; // there once the header is whole and right
  #payloadBytes = 0; // how many of them have come
  #error: Error | undefined;

  /** Throws a `RangeError` for a limit that is no whole number from 0 on. */
  constructor(options: FrameDecoderOptions) {
    const { maxPayloadBytes: limit } = options;
    const isSize = Number.isSafeInteger(limit) && limit >= 0;
    expect(isSize, "maxPayloadBytes of 0 or more", limit);
    this.#options = { allowedReserved: 0, ownsChunks: false, ...options };
  }

  /** Takes what came, and keeps it: the chunk must not be changed any more. */
  push(chunk: Uint8Array): void {
    if (!this.#error) this.#unread.push(chunk);
  }

  /**
   * The next frame, unmasked, or `undefined` until more bytes come; the payload
   * may be a view of a pushed chunk. Throws a `ProtocolError` as soon as the
   * header shows a mistake, and the same error ever after.
   */
  next(): Frame | undefined {
    if (this.#error) throw this.#error;
    try {
      this.#payload ??= this.#readHeader();
    } catch (error) {
      this.#error = error as Error;
      this.#unread.clear();
      throw error;
    }
    return this.#payload && this.#readPayload(this.#payload);
  }

  // #region readHeader
  // The place for the payload, once the header is whole.
  #readHeader(): Uint8Array | undefined {
    const { masked, maxPayloadBytes, allowedReserved } = this.#options;
    if (!this.#fillHeader(1)) return undefined;
    checkFirstByte(this.#header, allowedReserved);

    if (!this.#fillHeader(2)) return undefined;
    checkSecondByte(this.#header, masked);

    const extended = readExtendedBytes(this.#header);
    if (!this.#fillHeader(2 + extended)) return undefined;
    checkLength(this.#header, maxPayloadBytes);

    const mask = masked ? maskBytes : 0;
    if (!this.#fillHeader(2 + extended + mask)) return undefined;
    return this.#startPayload(readLength(this.#header));
  }
  // #endregion readHeader

  #fillHeader(count: number): boolean {
    while (this.#headerBytes < count) {
      const byte = this.#unread.readByte();
      if (byte === undefined) return false;
      this.#header.setUint8(this.#headerBytes, byte);
      this.#headerBytes += 1;
    }
    return true;
  }

  #startPayload(length: number): Uint8Array {
    // A payload that is all there can be read where it lies. A masked one must
    // be changed for it, so in a chunk of somebody else it has no place.
    const { masked, ownsChunks } = this.#options;
    const mayStay = !masked || ownsChunks;
    const whole = mayStay ? this.#unread.view(length) : undefined;
    this.#payloadBytes = whole ? length : 0;
    return whole ?? roomFor(length);
  }

  // #region readPayload
  #readPayload(payload: Uint8Array): Frame | undefined {
    const { length } = payload;
    this.#payloadBytes += this.#unread.copyTo(payload, this.#payloadBytes);
    if (this.#payloadBytes < length) return undefined;
    if (this.#options.masked) {
      const mask = this.#header.getInt32(this.#headerBytes - maskBytes);
      applyMask(viewOf(payload), 0, mask);
    }
    return this.#finish(payload);
  }

  #finish(payload: Uint8Array): Frame {
    this.#headerBytes = 0;
    this.#payload = undefined;
    return {
      fin: readFin(this.#header),
      reserved: readReserved(this.#header),
      opcode: readOpcode(this.#header) as Opcode,
      payload,
    };
  }
  // #endregion readPayload
}
