// Streams and their frames in few words, for the tests of the frames.

import {
  type Frame,
  FrameDecoder,
  type FrameDecoderOptions,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import { fromHex } from "../support/bytes.ts";

export { cut, fromHex, utf8 } from "../support/bytes.ts";

export const roomy = { maxPayloadBytes: 1 << 21 };
export const server = { ...roomy, masked: true };
export const client = { ...roomy, masked: false };

/** The mask of the examples in RFC 6455 §5.7. */
export const mask = fromHex("37 fa 21 3d");

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex").replace(/..\B/g, "$& ");
}

/** `length` bytes, none like its neighbours. */
export function counting(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Every frame that comes of `chunks`, asked for after each of them. */
export function decodeChunks(
  options: FrameDecoderOptions,
  chunks: readonly Uint8Array[],
): Frame[] {
  const decoder = new FrameDecoder(options);
  return chunks.flatMap((chunk) => {
    decoder.push(chunk);
    return drain(decoder);
  });
}

export function decode(
  options: FrameDecoderOptions,
  ...chunks: readonly Uint8Array[]
): Frame[] {
  return decodeChunks(options, chunks);
}

/** Every frame that is there by now. */
export function drain(decoder: FrameDecoder): Frame[] {
  const frames: Frame[] = [];
  for (let frame = decoder.next(); frame; frame = decoder.next()) {
    frames.push(frame);
  }
  return frames;
}

/** What `bytes`, pushed one at a time, are refused with, and after how many. */
export function refusal(
  options: FrameDecoderOptions,
  bytes: Uint8Array,
): { code: string; closeCode: number; after: number } | undefined {
  const decoder = new FrameDecoder(options);
  for (let after = 1; after <= bytes.length; after++) {
    decoder.push(bytes.subarray(after - 1, after));
    try {
      drain(decoder);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return { code: error.code, closeCode: error.closeCode, after };
    }
  }
  return undefined;
}

/** A frame as one line, so that long payloads are quick to compare. */
export function line({ fin, reserved, opcode, payload }: Frame): string {
  return `${fin} ${reserved} ${opcode} ${Buffer.from(payload).toString("hex")}`;
}
