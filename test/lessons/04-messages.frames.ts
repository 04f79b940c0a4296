// Frames in few words, for the tests of the assembler.

import {
  type Frame,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import {
  type Arrival,
  MessageAssembler,
  type MessageLimits,
} from "../../lessons/04-messages/assembler.ts";
import { cut, utf8 } from "../support/bytes.ts";

export { fromHex, utf8 } from "../support/bytes.ts";

export const roomy = { maxMessageBytes: 1 << 20, maxFragments: 1 << 10 };

/** The last frame of a message, or a control frame. */
export function last(opcode: Opcode, payload: Uint8Array | string): Frame {
  const bytes = typeof payload === "string" ? utf8(payload) : payload;
  return { fin: true, reserved: 0, opcode, payload: bytes };
}

/** A frame of a message that goes on. */
export function more(opcode: Opcode, payload: Uint8Array | string): Frame {
  return { ...last(opcode, payload), fin: false };
}

/** The frames of one message, cut before each of the ascending `cuts`. */
export function fragments(
  opcode: Opcode,
  bytes: Uint8Array,
  cuts: readonly number[],
): Frame[] {
  return cut(bytes, cuts).map((piece, i) => ({
    ...more(i === 0 ? opcode : opcodes.continuation, piece),
    fin: i === cuts.length,
  }));
}

/** Every way to cut `length` bytes, from not at all to after each byte. */
export function allCuts(length: number): number[][] {
  return Array.from({ length: 2 ** (length - 1) }, (_, chosen) =>
    Array.from({ length: length - 1 }, (_, i) => i + 1).filter(
      (cut) => (chosen >> (cut - 1)) & 1,
    ),
  );
}

/** Everything that comes of `frames`. */
export function arrivals(
  frames: readonly Frame[],
  limits: MessageLimits = roomy,
): Arrival[] {
  const assembler = new MessageAssembler(limits);
  return frames.flatMap((frame) => assembler.add(frame) ?? []);
}

/** The index of the first frame that is refused, its code and close code. */
export function refusal(
  frames: readonly Frame[],
  limits: MessageLimits = roomy,
): { at: number; code: string; closeCode: number } | undefined {
  const assembler = new MessageAssembler(limits);
  for (const [at, frame] of frames.entries()) {
    try {
      assembler.add(frame);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return { at, code: error.code, closeCode: error.closeCode };
    }
  }
  return undefined;
}
