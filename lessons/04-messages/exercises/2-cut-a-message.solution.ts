import { type Frame, opcodes } from "../../03-frames/frame.ts";
import type { Message } from "../assembler.ts";

/**
 * The frames of one message, each with at most `maxBytes` (1 or more) of
 * payload. A message that fits goes into one frame, and so does an empty one.
 * A text may be cut inside a character.
 */
export function cutMessage(message: Message, maxBytes: number): Frame[] {
  const isText = typeof message === "string";
  const bytes = isText ? new TextEncoder().encode(message) : message;
  const opcode = isText ? opcodes.text : opcodes.binary;
  const count = Math.max(1, Math.ceil(bytes.length / maxBytes));
  return Array.from({ length: count }, (_, i) => ({
    fin: i === count - 1,
    reserved: 0,
    opcode: i === 0 ? opcode : opcodes.continuation,
    payload: bytes.subarray(i * maxBytes, (i + 1) * maxBytes),
  }));
}
