// Frames for the tests of permessage-deflate, payloads in hex.

import { constants, deflateRawSync } from "node:zlib";
import {
  type Frame,
  type Opcode,
  opcodes,
  ProtocolError,
} from "../../lessons/03-frames/frame.ts";
import { MessageAssembler } from "../../lessons/04-messages/assembler.ts";
import {
  type Direction,
  most,
} from "../../lessons/05-connection/deflate/agreement.ts";
import { Deflate } from "../../lessons/05-connection/deflate/deflate.ts";

export const rsv1 = 0b100;

export function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replace(/\s/g, ""), "hex"));
}

/** A text frame in one piece, packed as it says. */
export function packed(payload: string | Uint8Array): Frame {
  return {
    fin: true,
    reserved: rsv1,
    opcode: opcodes.text,
    payload: typeof payload === "string" ? bytes(payload) : payload,
  };
}

export function plain(
  payload: string | Uint8Array,
  opcode: Opcode = opcodes.text,
): Frame {
  const encoded =
    typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
  return { fin: true, reserved: 0, opcode, payload: encoded };
}

/** `payload` as any sender of RFC 7692 §7.2.1 may pack it. */
export function pack(payload: Uint8Array): Uint8Array {
  const blocks = deflateRawSync(payload, {
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  return blocks.subarray(0, -4);
}

export interface Sides {
  sender: Deflate;
  receiver: Deflate;
}

/** The two ends of a connection, with the sender's direction as given. */
export function sides(
  direction: Direction = most,
  maxMessageBytes = 1024 * 1024,
): Sides {
  return {
    sender: new Deflate({ ours: direction, theirs: most, maxMessageBytes }),
    receiver: new Deflate({ ours: most, theirs: direction, maxMessageBytes }),
  };
}

/** The messages in `frames`, as a connection behind `receiver` hears them. */
export function hear(
  receiver: Deflate,
  frames: readonly Frame[],
  limits = { maxMessageBytes: 1024 * 1024, maxFragments: 1_000 },
): unknown[] {
  const assembler = new MessageAssembler(limits);
  return frames.flatMap((frame) => {
    const arrival = assembler.add(receiver.unpack(frame));
    return arrival?.kind === "message" ? [arrival.message] : [];
  });
}

/** The error of the peer that `action` finds. */
export function refusal(action: () => unknown): ProtocolError {
  try {
    action();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error("expected a refusal, got none");
}
